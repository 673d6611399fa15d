import type { Change, ReviewPage, Scope } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';
import type { Point } from '#lib/ui/chart.ts';
import { dateText } from '#lib/ui/dates.ts';
import { listText, numberFormat } from '#lib/ui/formats.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export const dayText = (at: string) => dateText(at, 'short', setting);

export const calledOf = (page: Pick<ReviewPage, 'person'>) =>
  page.person.called || t('review.unnamed');

/** The last day on which it holds: its end is the moment when it does no longer. */
export const untilText = (at: string) => dayText(new Date(Date.parse(at) - 1).toISOString());

/** “goals, daily life and what helped”. */
export const partsText = (scopes: Scope[]) =>
  listText(
    scopes.map((scope) => t(`review.part.${scope}`)),
    setting.locale
  );

const KINDS = ['goal', 'rating', 'status', 'step', 'milestone', 'page', 'line'] as const;

/** “2 new goals and 1 page”. */
export function countsText(counts: Partial<Record<string, number>>): string {
  const said = KINDS.flatMap((kind) => {
    const n = counts[kind];
    return n ? [t(`review.count.${kind}`, { n })] : [];
  });
  return listText(said, setting.locale);
}

export function changeText({ kind, value, status }: Change): string {
  if (kind === 'rating') return t('review.change.rating', { value: value ?? 0 });
  if (kind === 'status') return t('review.change.status', { status: statusText(status ?? '') });
  return t(`review.change.${kind}`);
}

export const statusText = (status: string) => known(`goals.status.${status}`) ?? status;

export const barrierText = (code: string) => known(`parts.barrier.${code}`) ?? code;

/** Nearer than this to a step, a mean is that step. */
const NEAR = 0.25;
const LEVELS = ['not_at_all', 'a_little', 'some', 'quite_a_lot', 'a_lot'] as const;
export const MOST = LEVELS.length - 1;

/** A mean of 0 to 4 in words: never more exact than the answers were. */
export function levelText(mean: number): string {
  const nearest = Math.round(mean);
  if (Math.abs(mean - nearest) <= NEAR) return levelAt(nearest);
  return t('check_in.between', { low: levelAt(Math.floor(mean)), high: levelAt(Math.ceil(mean)) });
}

const levelAt = (at: number) =>
  t(`check_in.said.${LEVELS[Math.min(MOST, Math.max(0, at))] ?? 'some'}`);

export const chartLevels = () =>
  ([0, 2, 4] as const).map((value) => ({
    value,
    label: t(`check_in.level.${LEVELS[value] ?? 'some'}`)
  }));

/** What a line of an area shows, in one sentence that judges nothing; null without an answer. */
export function areaText(points: Point[]): string | null {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const last = values.at(-1);
  if (last === undefined) return null;
  const [low, high] = [levelText(Math.min(...values)), levelText(Math.max(...values))];
  const said = { n: values.length, low, high, last: levelText(last) };
  return t(low === high ? 'check_in.trend.same' : 'check_in.trend.range', said);
}

/** Ten of ten, and means of some weeks with one decimal. */
export const ratingText = (value: number) =>
  numberFormat(setting.locale, { maximumFractionDigits: 1 }).format(value);

/** What the line of a goal shows, in one sentence. */
export function closenessText(points: { on: string; value: number }[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return t('review.goal.none');
  const said = { first: ratingText(first.value), last: ratingText(last.value) };
  if (points.length === 1) return t('review.goal.one', { day: dayText(last.on), ...said });
  const days = { from: dayText(first.on), to: dayText(last.on) };
  return t(first.value === last.value ? 'review.goal.same' : 'review.goal.changed', {
    ...said,
    ...days
  });
}
