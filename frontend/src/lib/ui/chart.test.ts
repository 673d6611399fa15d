import { expect, test } from 'vitest';
import { marks, path, runs, span, type Point } from './chart.ts';
import { agoText, dateText, dayOf, timeText } from './dates.ts';

const frame = { width: 100, height: 40, from: 0, to: 86_400_000 * 4, min: 0, max: 4 };
const on = (day: number, value: number | null): Point => ({
  at: new Date(day * 86_400_000).toISOString(),
  value
});

test('a gap stays a gap: the line is not drawn across it', () => {
  const drawn = runs([on(0, 0), on(1, 4), on(2, null), on(3, 2), on(4, 2)], frame);
  expect(drawn.map(path)).toEqual(['M0.0 40.0L25.0 0.0', 'M75.0 20.0L100.0 20.0']);
});

test('one lonely point is still a point, in the middle', () => {
  const series = [{ label: 'a', points: [on(5, 1)] }];
  const [from, to] = span(series);
  expect(runs(series[0]?.points ?? [], { ...frame, from, to })[0]?.[0]?.x).toBe(50);
});

const london = { locale: 'en-GB', timeZone: 'Europe/London' };
const tokyo = { locale: 'en-GB', timeZone: 'Asia/Tokyo' };

test('days are the days of the person’s own zone', () => {
  const late = '2026-11-21T20:30:00Z';
  expect(dateText(late, 'short', london)).toBe('21 Nov 2026');
  expect(dateText(late, 'short', tokyo)).toBe('22 Nov 2026');
  expect(dayOf(late, 'Asia/Tokyo')).toBe('2026-11-22');
  expect(timeText(late, london)).toBe('20:30');
});

test('a plain date is the same day everywhere', () => {
  const la = { locale: 'en-GB', timeZone: 'America/Los_Angeles' };
  expect(dateText('2026-03-01', 'day', la)).toMatch(/^Sunday,? 1 March 2026$/);
});

test.each([
  ['2026-11-23T08:00:00Z', 'today'],
  ['2026-11-22T23:30:00Z', 'yesterday'],
  ['2026-11-20T08:00:00Z', '3 days ago'],
  ['2026-11-09T08:00:00Z', '2 weeks ago'],
  ['2025-11-20T08:00:00Z', 'last year']
])('%s is %s', (at, said) => {
  expect(agoText(at, new Date('2026-11-23T09:00:00Z'), london)).toBe(said);
});

test('each dot has its mark, and each line its own shape', () => {
  const dots = [
    { x: 1, y: 2 },
    { x: 30.25, y: 4 }
  ];
  const circle = 'm-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0';

  expect(marks(dots, 0, 4)).toBe(`M1.0 2.0${circle}M30.3 4.0${circle}`);
  expect(marks(dots, 1, 4)).toBe('M1.0 2.0m-3.5-3.5h7v7h-7ZM30.3 4.0m-3.5-3.5h7v7h-7Z');
  expect(marks(dots, 2, 4)).toMatch(/^M1\.0 2\.0m0-5l4\.5 8h-9ZM30\.3/);
});
