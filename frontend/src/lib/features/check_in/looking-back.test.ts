import { beforeAll, expect, test } from 'vitest';
import type { Week } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import {
  dayBefore,
  fortnightText,
  fromToText,
  yearsBefore,
  type Fortnight
} from './then-and-now.ts';
import { pointsOf, saidOf, tableOf } from './trend.ts';

beforeAll(() => messages('check_in'));

const week = (week_on: string, functional: number | null): Week => ({
  week_on,
  functional,
  existential: null,
  social: null,
  count: functional === null ? 0 : 1
});
const fortnight = (change: Partial<Fortnight>): Fortnight => ({
  from_on: '2026-08-10',
  to_on: '2026-08-23',
  count: 0,
  functional: null,
  existential: null,
  social: null,
  ...change
});

test('a week without an answer is a gap, also when the server leaves it out', () => {
  const weeks = [week('2026-11-02', 2), week('2026-11-09', null), week('2026-11-23', 3.5)];
  expect(pointsOf(weeks, 'functional')).toEqual([
    { at: '2026-11-02', value: 2 },
    { at: '2026-11-09', value: null },
    { at: '2026-11-16', value: null },
    { at: '2026-11-23', value: 3.5 }
  ]);
  expect(pointsOf([], 'functional')).toEqual([]);
});

test('a line is told in one sentence that counts what is there, not what is not', () => {
  const told = (...means: (number | null)[]) =>
    saidOf(means.map((value, i) => ({ at: `2026-11-0${i + 1}`, value })));
  expect(told(null, null)).toBeNull();
  expect(told(2)).toBe('One week with an answer: some.');
  expect(told(2, null, 2.1)).toBe('2 weeks with an answer, about the same each time: some.');
  expect(told(0, 4, null, 3)).toBe(
    '3 weeks with an answer. Lowest: not at all. Highest: a lot. The latest: quite a lot.'
  );
});

test('the table has no row for a gap', () => {
  const { rows } = tableOf([
    { at: '2026-11-02', value: 2 },
    { at: '2026-11-09', value: null }
  ]);
  expect(rows.map(([, level]) => level)).toEqual(['some']);
});

test.each([
  ['2026-11-23', 'month', '2026-10-23'],
  ['2026-05-31', 'quarter', '2026-02-28'],
  ['2028-03-31', 'month', '2028-02-29'],
  ['2026-01-15', 'quarter', '2025-10-15'],
  ['2024-02-29', 'year', '2023-02-28']
] as const)('%s, a %s before, is %s', (day, ago, before) => {
  expect(dayBefore(day, ago)).toBe(before);
});

test('ten years are ten years', () => expect(yearsBefore('2026-11-23', 10)).toBe('2016-11-23'));

test.each([
  [{}, 'No check-ins in these two weeks.'],
  [{ count: 1, social: 3 }, 'No answer to this in 1 check-in.'],
  [{ count: 1, functional: 2 }, 'From 1 check-in: some.'],
  [{ count: 3, functional: 2.5 }, 'From 3 check-ins: between some and quite a lot.']
])('%j is told with how much stands behind it', (change, text) => {
  expect(fortnightText(fortnight(change), 'functional')).toBe(text);
});

test('two weeks are said as briefly as the language allows', () => {
  expect(fromToText(fortnight({}), 'en-GB')).toMatch(/^10\s?[–-]\s?23 Aug 2026$/);
});
