import { beforeAll, expect, test } from 'vitest';
import type { CheckIn } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { answered, answerTo, blank, contentOf, isEmpty, type CheckInContent } from './check-ins.ts';
import { checkInDifferences } from './differences.ts';

beforeAll(() => messages('check_in'));

const said = (change: Partial<CheckInContent>): CheckInContent => ({ ...blank(), ...change });

test('a check-in begins empty, dated by the clock of the phone', () => {
  const content = blank();
  expect(isEmpty(content)).toBe(true);
  expect(Math.abs(Date.now() - Date.parse(content.recorded_at))).toBeLessThan(1000);
});

test.each([
  ['one area', { social: 'a_little' }],
  ['"not for me right now"', { functional: 'not_now' }],
  ['the day as a whole', { feel: 'hard' }],
  ['that it was hard', { was_hard: true }],
  ['a word', { words: 'rain' }],
  ['something from the list', { hindered_by: ['money'] }],
  ['one question', { items: [{ item: 'functional_home', own_item: null, level: 'some' }] }]
] as const)('%s is enough to save', (_, change) => {
  expect(isEmpty(said(structuredClone(change) as Partial<CheckInContent>))).toBe(false);
});

test('blanks alone are nothing', () => expect(isEmpty(said({ words: ' \n ' }))).toBe(true));

test('each question has one answer, the last one; taken back, it has none', () => {
  const home = { item: 'functional_home', own_item: null };
  const own = { item: null, own_item: '0192' };
  let answers = answered([], home, 'some');
  answers = answered(answers, own, 'a_lot');
  answers = answered(answers, home, 'not_now');
  expect(answerTo(answers, home)).toBe('not_now');
  expect(answerTo(answers, own)).toBe('a_lot');
  expect(answers).toHaveLength(2);
  expect(answerTo(answered(answers, home, null), home)).toBeNull();
});

test('only what the person may write goes back to the server', () => {
  const row: CheckIn = { ...said({ words: 'rain' }), id: 'c', version: 4 };
  expect(Object.keys(contentOf(row)).sort()).toEqual(Object.keys(blank()).sort());
});

test('two versions are told apart in words, not in codes', () => {
  const mine = said({ functional: 'quite_a_lot', hindered_by: ['money', 'transport'] });
  const theirs: CheckIn = { ...said({ recorded_at: mine.recorded_at }), id: 'c', version: 2 };
  const apart = checkInDifferences(mine, theirs).filter(({ mine, theirs }) => mine !== theirs);
  expect(apart.map(({ mine, theirs }) => [mine, theirs])).toEqual([
    ['Quite a lot', ''],
    ['2 picked from the list', '']
  ]);
});
