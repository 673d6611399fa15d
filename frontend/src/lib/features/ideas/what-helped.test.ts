import { beforeAll, expect, test } from 'vitest';
import type { GoalDays, OwnModel, WhatHelped } from '#lib/api/types.ts';
import { messages, speak } from '#lib/i18n/t.svelte.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import {
  daysCount,
  daysSentence,
  isEmpty,
  nameOfKind,
  pictureOf,
  triedSentence
} from './what-helped.ts';

beforeAll(async () => {
  setting.locale = 'en-GB';
  await messages('ideas', 'parts');
});

const kind = (changes: Partial<WhatHelped>): WhatHelped => ({
  kind: 'nature',
  tried: 1,
  helped: 1,
  not_helped: 0,
  not_said: 0,
  domains: {},
  examples: ['Seven Sheds'],
  ...changes
});

const days = (changes: Partial<GoalDays>): GoalDays => ({
  goal: 'g',
  words: 'Walk to the sea',
  domain: 'social',
  days: 6,
  better: 4,
  same: 1,
  lower: 1,
  others: 20,
  tendency: 'often_better',
  ...changes
});

const model = (...tried: WhatHelped[]): OwnModel => ({
  since: '2026-01-01',
  fewest_days: 5,
  tried,
  days: []
});

test('counts are said plainly, and nothing is said of what there is none of', () => {
  expect(triedSentence(kind({ tried: 4, helped: 2, not_helped: 1, not_said: 1 }))).toBe(
    'You tried 4 of these. 2 helped. 1 did not. You have not said about 1.'
  );
  expect(triedSentence(kind({}))).toBe('You tried 1. 1 helped.');
});

test('an own idea stands beside the kinds of the directory', () => {
  expect([kind({ kind: null }), kind({}), kind({ kind: 'newer' })].map(nameOfKind)).toEqual([
    'Your own idea',
    'Outdoors and growing',
    'newer'
  ]);
});

test('days of doing are said with all their counts, and few are called few', () => {
  expect(daysSentence(days({}))).toBe(
    'When you do something for it, this tends to be better: Other people.'
  );
  expect(daysCount(days({}), 5)).toBe(
    '6 days of doing: 4 better than usual, 1 the same, 1 lower. 20 other days.'
  );
  const few = days({ days: 1, tendency: 'too_few' });
  expect(daysSentence(few)).toContain('Too few days');
  expect(daysCount(few, 5)).toBe(
    '1 day of doing and 20 other days with an answer. It takes 5 of each.'
  );
});

test('lines go from what helped to what it was for, thicker for more often, and to nothing else', () => {
  const picture = pictureOf(
    model(
      kind({ helped: 3, domains: { social: 3, existential: 1 } }),
      kind({ kind: null, helped: 1, domains: { social: 1 } }),
      kind({ kind: 'housing', helped: 0, not_helped: 1 })
    )
  );
  expect(picture).toEqual({
    left: ['Outdoors and growing', 'Your own idea'],
    right: ['What life means to me', 'Other people'],
    lines: [
      { from: 25, to: 25, width: 2 },
      { from: 25, to: 75, width: 4 },
      { from: 75, to: 75, width: 2 }
    ]
  });
});

test('before anything was tried there is nothing to draw', () => {
  expect(isEmpty(model())).toBe(true);
  expect(pictureOf(model()).lines).toEqual([]);
});

test('it can be said in Spanish', async () => {
  await speak('es');
  expect(triedSentence(kind({ tried: 2 }))).toBe('Probaste 2 de estas. 1 ayudó.');
  await speak('en');
});
