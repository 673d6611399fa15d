import type { GoalRating } from '#lib/api/types.ts';

/** One point of the line: one rating, or the mean of some weeks. */
export interface ClosenessPoint {
  at: string;
  value: number;
}

const WEEK = 7 * 86_400_000;

/** Longer than this without a word is a gap. */
const QUIET_WEEKS = 6;

/** The points with a `null` wherever nothing was said for long: the line breaks there instead of guessing. */
export function withGaps(
  points: ClosenessPoint[],
  weeksPerPoint = 0
): { at: string; value: number | null }[] {
  const quiet = Math.max(QUIET_WEEKS, 2 * weeksPerPoint) * WEEK;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const isAfterGap = before && Date.parse(point.at) - Date.parse(before.at) > quiet;
    return isAfterGap ? [{ at: point.at, value: null }, point] : [point];
  });
}

/** Which sentence says what the line shows. */
export function told(points: ClosenessPoint[]): 'none' | 'one' | 'same' | 'changed' {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'none';
  if (points.length === 1) return 'one';
  return first.value === last.value ? 'same' : 'changed';
}

/** What was said beside a point, where there was something. */
export const noteAt = (ratings: GoalRating[], at: string): string =>
  ratings.find(({ recorded_at }) => Date.parse(recorded_at) === Date.parse(at))?.note ?? '';
