import { beforeAll, expect, test } from 'vitest';
import { messages } from '#lib/i18n/t.svelte.ts';
import { gathered } from './said.ts';
import { brokenLine, hasGap, lineOf } from './series.ts';
import { areaText, changeText, closenessText, countsText, levelText, untilText } from './words.ts';

beforeAll(() => messages('review', 'check_in', 'goals', 'parts'));

const domains = (weeks: (number | null)[]) => ({
  first_week_on: '2026-01-05',
  domains: [{ domain: 'social' as const, weeks, then: null, now: null }]
});

test('each week is a point, and a week without an answer is a gap, never a nought', () => {
  const { points } = lineOf(domains([1, null, 3]), [1, null, 3], 'year');
  expect(points).toEqual([
    { at: '2026-01-05', value: 1 },
    { at: '2026-01-12', value: null },
    { at: '2026-01-19', value: 3 }
  ]);
  expect(hasGap(points)).toBe(true);
});

test('a shorter time shows the newest weeks on their own days', () => {
  const weeks = Array.from({ length: 20 }, (_, at) => at % 5);
  const { points } = lineOf(domains(weeks), weeks, 'quarter');
  expect([points.length, points[0]]).toEqual([13, { at: '2026-02-23', value: 2 }]);
});

test('very many weeks are drawn by fours, of those that have an answer', () => {
  const weeks = [4, null, null, 2, ...Array.from({ length: 200 }, () => null)];
  const { points, weeksPerPoint } = lineOf(domains(weeks), weeks, 'all');
  expect(weeksPerPoint).toBe(4);
  expect(points.slice(0, 2)).toEqual([
    { at: '2026-01-05', value: 3 },
    { at: '2026-02-02', value: null }
  ]);
});

test('the line of a goal breaks where nothing was said for long', () => {
  const line = brokenLine(
    [
      { on: '2026-01-01', value: 2 },
      { on: '2026-01-20', value: 3 },
      { on: '2026-06-01', value: 5 }
    ],
    0
  );
  expect(line.map(({ value }) => value)).toEqual([2, 3, null, 5]);
});

test('what was said on many days is one row, the most said first', () => {
  const rows = [
    { words: 'A walk', on: '2026-03-03', together_with: 'Pat' },
    { words: 'Sleep', on: '2026-03-02', together_with: '' },
    { words: 'sleep ', on: '2026-03-01', together_with: 'Pat' }
  ];
  expect(gathered(rows)).toEqual([
    { words: 'Sleep', on: '2026-03-02', together_with: '', times: 2 },
    { words: 'A walk', on: '2026-03-03', together_with: 'Pat', times: 1 }
  ]);
});

test('sentences judge nothing and are no more exact than the answers', () => {
  expect([levelText(2.1), levelText(2.5)]).toEqual(['some', 'between some and quite a lot']);
  expect(areaText([{ at: '2026-01-05', value: null }])).toBeNull();
  expect(closenessText([])).toBe('No numbers yet.');
  expect(
    closenessText([
      { on: '2026-01-01', value: 2 },
      { on: '2026-02-01', value: 5.25 }
    ])
  ).toBe('It felt like 2 out of 10 on Jan 1, 2026, and 5.3 on Feb 1, 2026.');
});

test('what changed is counted and said kind by kind', () => {
  expect(countsText({ rating: 2, page: 1, goal: 0 })).toBe('2 numbers for goals and 1 page');
  const change = { kind: 'status', on: '2026-01-01', words: '', goal: null, value: null } as const;
  expect(changeText({ ...change, status: 'on_hold' })).toBe('Now: Resting');
});

test('it holds until the last whole day before its end', () => {
  expect(untilText('2026-02-25T00:00:00Z')).toBe('Feb 24, 2026');
});
