import { beforeAll, expect, test } from 'vitest';
import { messages } from '#lib/i18n/t.svelte.ts';
import type { SharingPerson } from '#lib/api/types.ts';
import { endText, named, purposeFor } from './people.ts';

beforeAll(() => messages('practice'));

const person = (called: string, purposes: SharingPerson['purposes'] = ['support']) => ({
  id: called,
  called,
  purposes,
  grants: [],
  shared_until: '2026-12-01T00:00:00Z'
});

test('somebody is found by the beginning of any part of their name, with or without accents', () => {
  const people = [person('Ana María'), person('Robin'), person('Mara')];
  expect(named(people, 'mari').map(({ called }) => called)).toEqual(['Ana María']);
  expect(named(people, '')).toHaveLength(3);
});

test('the purpose asked for is taken where it is shared, else what fits the work', () => {
  const both = person('Robin', ['support', 'review']);
  expect(purposeFor(both, 'support', 'clinician')).toBe('support');
  expect(purposeFor(both, null, 'clinician')).toBe('review');
  expect(purposeFor(both, 'something else', 'peer_worker')).toBe('support');
  expect(purposeFor(person('Mara', ['review']), null, 'peer_worker')).toBe('review');
});

test('an end that is near is said in days', () => {
  const until = '2026-12-01T00:00:00Z';
  expect(endText(until, new Date('2026-11-01T12:00:00Z'))).toBeNull();
  expect(endText(until, new Date('2026-11-27T12:00:00Z'))).toBe('Ends in 3 days');
  expect(endText(until, new Date('2026-11-30T12:00:00Z'))).toBe('Ends today');
});
