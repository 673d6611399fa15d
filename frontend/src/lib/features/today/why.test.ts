import { beforeAll, expect, test } from 'vitest';
import type { Reason } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { whyHere } from './why.ts';

const reason = (code: Reason['code'], ...about: string[]): Reason => ({
  code,
  about,
  text: `said by the server: ${about.join()}`
});

const reasons = [
  reason('words', 'voices', 'one person'),
  reason('area', 'social.safe'),
  reason('peer_run')
];

beforeAll(() => messages('today'));

test('why this one, in two short sentences', () => {
  expect(whyHere(reasons, false)).toEqual([
    'You wrote “voices” and “one person”.',
    'It may help with what you chose.'
  ]);
});

test('in discreet mode nothing the person wrote or chose can be read over their shoulder', () => {
  const shown = whyHere(reasons, true).join(' ');
  expect(shown).toBe(
    'It may help with what you chose. It is run by people who have been there themselves.'
  );
  expect(shown).not.toMatch(/voices|one person|safe/i);
});

test('a reason this app has no sentence for is said as the server says it', () => {
  const later = { ...reason('near', 'x'), code: 'weather' } as unknown as Reason;
  expect(whyHere([later], true)).toEqual(['said by the server: x']);
});
