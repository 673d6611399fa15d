import type { ReviewPage } from '#lib/api/types.ts';
import type { Point } from '#lib/ui/chart.ts';

export const SPANS = { quarter: 13, year: 52, all: Infinity } as const;
export type Span = keyof typeof SPANS;

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** More weeks than these are drawn by fours, so that a line stays a line. */
const MOST_WEEKS = 104;
const BY_FOURS = 4;

export interface Line {
  weeksPerPoint: number;
  /** Every week of the time has its point; one without an answer is a gap. */
  points: Point[];
}

type Domains = NonNullable<ReviewPage['domains']>;

export function lineOf(domains: Domains, weeks: (number | null)[], span: Span): Line {
  const from = Math.max(0, weeks.length - SPANS[span]);
  const shown = weeks.slice(from);
  const size = shown.length > MOST_WEEKS ? BY_FOURS : 1;
  const points = groups(shown, size).map((group, at) => ({
    at: dayAfter(domains.first_week_on, from + at * size),
    value: meanOf(group)
  }));
  return { weeksPerPoint: size, points };
}

const groups = <T>(rows: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, at) =>
    rows.slice(at * size, (at + 1) * size)
  );

const dayAfter = (day: string, weeks: number) =>
  new Date(Date.parse(day) + weeks * WEEK).toISOString().slice(0, 10);

/** Of the weeks that have an answer; none of none. */
function meanOf(values: (number | null)[]): number | null {
  const said = values.filter((value) => value !== null);
  return said.length ? said.reduce((sum, value) => sum + value, 0) / said.length : null;
}

/** Longer than this without a number is a gap. */
const QUIET_WEEKS = 6;

/** A goal's numbers, the line broken wherever nothing was said for long. */
export function brokenLine(
  points: { on: string; value: number }[],
  weeksPerPoint: number
): Point[] {
  const quiet = Math.max(QUIET_WEEKS, 2 * weeksPerPoint) * WEEK;
  return points.flatMap(({ on, value }, index) => {
    const before = points[index - 1];
    const isAfterGap = before && Date.parse(on) - Date.parse(before.on) > quiet;
    const point = { at: on, value };
    return isAfterGap ? [{ at: on, value: null }, point] : [point];
  });
}

export const hasGap = (points: Point[]): boolean => points.some(({ value }) => value === null);
