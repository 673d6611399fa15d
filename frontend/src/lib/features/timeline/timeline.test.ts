import { expect, test } from 'vitest';
import type { Milestone, TimelineRow } from '#lib/api/types.ts';
import { byDay, rowKey, standsElsewhere } from './days.ts';
import { placeFor } from './milestones.ts';

const row = (recorded_at: string, id = recorded_at): TimelineRow =>
  ({ kind: 'check_in', recorded_at, check_in: { id }, milestone: null }) as TimelineRow;

test('rows stand under the day they fall on for the person, and empty days are not there', () => {
  const rows = [
    row('2026-11-23T01:30:00Z'),
    row('2026-11-23T00:30:00Z'),
    row('2026-11-19T12:00:00Z')
  ];
  const daysIn = (zone: string) => byDay(rows, zone).map(({ day, rows }) => [day, rows.length]);
  expect(daysIn('Europe/London')).toEqual([
    ['2026-11-23', 2],
    ['2026-11-19', 1]
  ]);
  expect(daysIn('America/Halifax')).toEqual([
    ['2026-11-22', 2],
    ['2026-11-19', 1]
  ]);
});

test('a check-in and a milestone never share a key', () => {
  const milestone = { kind: 'milestone', milestone: { id: 'a' }, check_in: null } as TimelineRow;
  expect(rowKey(milestone)).not.toBe(rowKey(row('2026-11-23T00:00:00Z', 'a')));
});

test('what happened stands on the day it happened; today, at this moment', () => {
  const now = new Date('2026-11-23T09:00:00Z');
  expect(placeFor('2026-11-23', now, 'Europe/London')).toBe('2026-11-23T09:00:00.000Z');
  expect(placeFor('2026-07-01', now, 'Europe/London')).toBe('2026-07-01T11:00:00.000Z');
});

test('the day is said when a milestone stands under another one', () => {
  const milestone = { recorded_at: '2026-11-23T09:00:00Z', happened_on: '2026-11-20' } as Milestone;
  expect(standsElsewhere(milestone, 'Europe/London')).toBe(true);
  expect(standsElsewhere({ ...milestone, happened_on: '2026-11-23' }, 'Europe/London')).toBe(false);
});
