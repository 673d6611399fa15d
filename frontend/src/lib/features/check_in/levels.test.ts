import { beforeAll, expect, test } from 'vitest';
import { messages } from '#lib/i18n/t.svelte.ts';
import { amountOf, isArea, meanText, notNow, steps } from './levels.ts';

beforeAll(() => messages('check_in'));

test('five steps in words, from least to most, and "not now" beside them', () => {
  expect(steps().map(({ label }) => label)).toEqual([
    'Not at all',
    'A little',
    'Some',
    'Quite a lot',
    'A lot'
  ]);
  expect(steps().map(({ value }) => amountOf(value))).toEqual([0, 1, 2, 3, 4]);
  expect(notNow().label).toBe('Not for me right now');
});

test('"not now" and no answer are no amount, which is not the same as none', () => {
  expect(amountOf('not_now')).toBeNull();
  expect(amountOf(null)).toBeNull();
  expect(amountOf('not_at_all')).toBe(0);
});

test.each([
  [0, 'not at all'],
  [0.25, 'not at all'],
  [0.26, 'between not at all and a little'],
  [1.5, 'between a little and some'],
  [2.75, 'quite a lot'],
  [3.74, 'between quite a lot and a lot'],
  [4, 'a lot']
])('a mean of %d is "%s", never more exact than the answers were', (mean, text) => {
  expect(meanText(mean)).toBe(text);
});

test('an area is one of three', () => {
  expect(isArea('social')).toBe(true);
  expect(isArea('spiritual')).toBe(false);
});
