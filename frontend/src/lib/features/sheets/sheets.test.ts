import { beforeEach, expect, test } from 'vitest';
import type { Tickable } from '#lib/api/types.ts';
import { messages, speak } from '#lib/i18n/t.svelte.ts';
import { inSight, ticksOf } from './ticks.ts';

const all = {
  goals: [{ id: 'g', words: 'Grow something' }],
  milestones: [{ id: 'm', text: 'First bed dug', on: '2026-05-01' }],
  helped: [
    { id: 'h2', words: 'Being outside', idea: '', on: '2026-11-02' },
    { id: 'h1', words: 'Being outside', idea: '', on: '2026-11-01' },
    { id: 'i', words: '', idea: 'The walking group', on: '2026-10-01' }
  ],
  in_the_way: [{ id: 'w', words: 'Rain', barriers: ['transport'], on: '2026-11-01' }],
  pages: [{ id: 'p', kind: 'line', words: 'A robin came.', on: '2026-11-01' }]
} as unknown as Tickable;

beforeEach(async () => {
  await speak('en');
  await messages('review', 'parts');
});

test('what was said on many days is offered once, by its newest day', () => {
  expect(ticksOf(all).helped.map(({ id }) => id)).toEqual(['h2', 'i']);
});

test('an idea that helped is offered by its name, and a barrier in words', () => {
  expect(ticksOf(all).helped[1]?.words).toContain('The walking group');
  expect(ticksOf(all).in_the_way[0]?.words).toMatch(/; Rain$/);
  expect(ticksOf(all).in_the_way[0]?.words).not.toContain('transport;');
});

test('what is ticked stays in sight, however far down it stands', () => {
  const ticks = ['a', 'b', 'c', 'd'].map((id) => ({ id, words: id, on: '' }));
  expect(inSight(ticks, ['d'], 2).map(({ id }) => id)).toEqual(['a', 'b', 'd']);
});
