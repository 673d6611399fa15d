import { beforeAll, expect, test } from 'vitest';
import type { Occurrence, Reminder } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { asPaused, pauseOf, weekAfter } from './pause.ts';
import {
  dayText,
  daysText,
  happenedText,
  nextDayText,
  nextText,
  planText,
  standingOf
} from './plan.ts';
import { quietTimes } from './quiet.ts';
import { changedAt, oneMore, without } from './times.ts';

beforeAll(() => messages('reminders'));

const now = new Date('2026-11-23T08:00:00Z');
const london = { locale: 'en-GB', timeZone: 'Europe/London' };
const reminder = (change: Partial<Reminder> = {}): Reminder => ({
  id: 'r',
  version: 1,
  recorded_at: '2026-11-01T08:00:00Z',
  kind: 'weekly',
  words: 'Kettle on',
  weekdays: [1, 5],
  times: ['09:00'],
  every_weeks: 1,
  lead_minutes: 0,
  after_hours: null,
  after_days: null,
  is_around: false,
  snoozed_until: null,
  starts_on: '2026-11-01',
  channels: ['in_app'],
  paused_until: null,
  is_paused: false,
  quiet_from: null,
  quiet_to: null,
  next_due_at: '2026-11-23T09:00:00Z',
  ...change
});

test.each([
  [[1, 2, 3, 4, 5, 6, 7], 'Every day'],
  [[5, 1, 3, 2, 4], 'Monday to Friday'],
  [[7, 6], 'Saturday and Sunday'],
  [[1, 3, 5], 'Monday, Wednesday and Friday']
])('days %j are said as "%s"', (weekdays, text) => expect(daysText(weekdays, 'en-GB')).toBe(text));

test('days and times make one sentence', () => {
  expect(planText(reminder({ times: ['09:00', '20:30'] }), 'en-GB')).toBe(
    'Monday and Friday at 9:00 and 20:30'
  );
});

test.each([
  ['2026-11-23T09:00:00Z', 'Next: today at 9:00'],
  ['2026-11-24T09:00:00Z', 'Next: tomorrow at 9:00'],
  ['2026-11-27T09:00:00Z', 'Next: Friday 27 November at 9:00'],
  ['2027-01-01T09:00:00Z', 'Next: Friday 1 January 2027 at 9:00']
])('%s is said as "%s"', (next_due_at, text) => {
  expect(nextText(reminder({ next_due_at }), now, london).replace(',', '')).toBe(text);
});

test('the next time is on the clock of where the person is', () => {
  const auckland = { locale: 'en-GB', timeZone: 'Pacific/Auckland' };
  expect(nextText(reminder({ next_due_at: '2026-11-23T20:00:00Z' }), now, auckland)).toBe(
    'Next: tomorrow at 9:00'
  );
});

test('a pause is said in place of the next time, and ends on its day', () => {
  expect(nextText(reminder({ is_paused: true }), now, london)).toBe(
    'Paused until you start it again'
  );
  expect(nextText(reminder({ paused_until: '2026-11-30' }), now, london)).toContain('30 November');
  expect(standingOf(reminder({ paused_until: '2026-11-23' }), '2026-11-23')).toBe('on');
  expect(nextText(reminder({ next_due_at: null }), now, london)).toBe('Nothing planned');
});

test('a plain date is the same day everywhere', () => {
  expect(nextDayText('2026-11-23', '2026-11-23', london)).toBe('today');
  expect(dayText('2026-11-22T23:30:00Z', now, london)).toBe('yesterday');
});

const reasons: Occurrence['reason'][] = [
  'late',
  'paused',
  'quiet_hours',
  'changed',
  'deleted',
  'moved',
  'account_closed',
  'unreachable',
  'refused',
  'gave_up'
];

test.each(reasons)('what was not sent because of %s says so in its own words', (reason) => {
  const text = happenedText({ state: 'skipped', reason });
  expect(text).toMatch(/^Not sent[:,] /);
});

test('sent is sent, and a reason nobody knows here is no riddle', () => {
  expect(happenedText({ state: 'sent', reason: '' })).toBe('Sent');
  const newer = { state: 'skipped', reason: 'something_new' } as unknown as Occurrence;
  expect(happenedText(newer)).toBe('Not sent');
});

test.each([
  ['22:00', '07:00', ['22:00', '06:59']],
  ['12:00', '13:00', ['12:00']],
  [null, null, []],
  ['22:00', null, []]
])('from %s to %s it is quiet at %j', (from, to, quiet) => {
  expect(quietTimes(['06:59', '07:00', '12:00', '13:00', '22:00', ''], from, to).sort()).toEqual(
    [...quiet].sort()
  );
});

test('one more time is the next free hour, up to twelve', () => {
  expect(oneMore(['09:00'])).toEqual(['09:00', '10:00']);
  expect(oneMore(['10:00', '09:30'])).toEqual(['10:00', '09:30', '11:00']);
  expect(oneMore(['23:15'])).toEqual(['23:15', '00:00']);
  const twelve = Array.from({ length: 12 }, (_, i) => `${10 + i}:30`);
  expect(oneMore(twelve)).toBe(twelve);
  expect(without(['09:00', '10:00'], 0)).toEqual(['10:00']);
  expect(changedAt(['09:00', '10:00'], 1, '11:15')).toEqual(['09:00', '11:15']);
});

test('a pause comes back as it was set', () => {
  for (const pause of [
    { way: 'on', until: null },
    { way: 'open', until: null },
    { way: 'until', until: '2026-12-01' }
  ] as const) {
    expect(pauseOf(asPaused(pause), '2026-11-23')).toEqual(pause);
  }
  expect(weekAfter('2026-12-28')).toBe('2027-01-04');
});
