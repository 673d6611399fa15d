import { api, got } from '#lib/api/client.ts';
import type { Trend, Week } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import type { Point } from '#lib/ui/chart.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import { levelText, meanText, MOST, type Area } from './levels.ts';

export const SPANS = { months: 13, year: 52 } as const;
export type Span = keyof typeof SPANS;

export const fetchTrend = (span: Span): Promise<Trend> =>
  got(api.GET('/api/v1/check-ins/trend/', { params: { query: { weeks: SPANS[span] } } }));

const WEEK = 7 * 86_400_000;

/** Every week from the first to the last has its point; one without an answer is a gap. */
export function pointsOf(weeks: Week[], area: Area): Point[] {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return [];
  const known = new Map(weeks.map((week) => [week.week_on, week[area]]));
  const count = Math.round((Date.parse(last.week_on) - Date.parse(first.week_on)) / WEEK) + 1;
  return Array.from({ length: count }, (_, i) => {
    const at = new Date(Date.parse(first.week_on) + i * WEEK).toISOString().slice(0, 10);
    return { at, value: known.get(at) ?? null };
  });
}

/** What a line shows, in one sentence that judges nothing. */
export function saidOf(points: Point[]): string | null {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const last = values.at(-1);
  if (last === undefined) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)].map(meanText);
  const said = { n: values.length, low: low ?? '', high: high ?? '', last: meanText(last) };
  return t(low === high ? 'check_in.trend.same' : 'check_in.trend.range', said);
}

export const chartLevels = () => [
  { value: 0, label: levelText('not_at_all') },
  { value: MOST / 2, label: levelText('some') },
  { value: MOST, label: levelText('a_lot') }
];

/** Only weeks with an answer: an empty row would look like something owed. */
export function tableOf(points: Point[]): { head: string[]; rows: string[][] } {
  const rows = points.flatMap(({ at, value }) =>
    value === null ? [] : [[dateText(at, 'short', setting), meanText(value)]]
  );
  return { head: [t('check_in.trend.week'), t('check_in.trend.level')], rows };
}
