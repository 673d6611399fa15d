import { api, got } from '#lib/api/client.ts';
import type { ThenAndNow } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dayOf } from '#lib/ui/dates.ts';
import { dateFormat } from '#lib/ui/formats.ts';
import { meanText, type Area } from './levels.ts';

export type Fortnight = ThenAndNow['then'];

export const fetchThenAndNow = (then: string, now: string): Promise<ThenAndNow> =>
  got(api.GET('/api/v1/check-ins/then-and-now/', { params: { query: { then, now } } }));

export const AGOS = ['month', 'quarter', 'year'] as const;
export type Ago = (typeof AGOS)[number];

const MONTHS: Record<Ago, number> = { month: 1, quarter: 3, year: 12 };

export const dayBefore = (day: string, ago: Ago) => monthsBefore(day, MONTHS[ago]);

export const yearsBefore = (day: string, years: number) => monthsBefore(day, 12 * years);

/** The same day of an earlier month, or that month's last day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

export const todayIn = (timeZone: string | undefined) => dayOf(new Date(), timeZone);

/** One area in one fortnight: how much, and from how many check-ins that is said. */
export function fortnightText(fortnight: Fortnight, area: Area): string {
  const mean = fortnight[area];
  if (fortnight.count === 0) return t('check_in.then.nothing');
  if (mean === null) return t('check_in.then.no_answer', { n: fortnight.count });
  return t('check_in.then.said', { level: meanText(mean), n: fortnight.count });
}

/** "10 – 23 Aug 2026", as short as the language allows. */
export function fromToText({ from_on, to_on }: Fortnight, locale: string): string {
  const form = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  const days = dateFormat(locale, form);
  return days.formatRange(new Date(from_on), new Date(to_on));
}
