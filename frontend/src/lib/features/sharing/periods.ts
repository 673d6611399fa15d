import { dayOf, startOf } from '#lib/ui/dates.ts';

export type Length = 'weeks' | 'months' | 'until';
export type Since = 'months' | 'always' | 'today' | 'days';

export const LENGTHS: Length[] = ['weeks', 'months', 'until'];
export const SINCES: Since[] = ['months', 'always', 'today', 'days'];

/** The server holds 180 days, to the second; whole days of the person's, also when clocks change, are fewer. */
const LONGEST = 178;
const WEEKS = 28;
const MONTHS = 90;
const SOON = 7;
const DAY = 86_400_000;

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

export const latestDay = (today: string): string => addDays(today, LONGEST);

export const lastDay = (length: Length, until: string, today: string): string =>
  length === 'until' ? until : addDays(today, length === 'weeks' ? WEEKS : MONTHS);

export const isPossible = (day: string, today: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && day >= today && day <= latestDay(today);

/** The whole of the last day belongs to it. */
export const endOf = (day: string, timeZone: string | undefined): string =>
  startOf(addDays(day, 1), timeZone);

/** Two days of the person's, both part of it; empty where there is no such end. */
export interface Days {
  from: string;
  to: string;
}

export const isOrdered = ({ from, to }: Days): boolean =>
  (from !== '' || to !== '') && (from === '' || to === '' || from <= to);

/** From which moment on, and before which. */
export function spanOf(
  since: Since,
  { from, to }: Days,
  today: string,
  timeZone: string | undefined
): { data_from: string | null; data_to: string | null } {
  const start = (day: string) => (day ? startOf(day, timeZone) : null);
  if (since === 'days') return { data_from: start(from), data_to: to ? endOf(to, timeZone) : null };
  if (since === 'always') return { data_from: null, data_to: null };
  return { data_from: start(since === 'today' ? today : addDays(today, -MONTHS)), data_to: null };
}

/** The last day on which it holds: its end is the moment when it does no longer. */
export const untilDay = (expiresAt: string, timeZone: string | undefined): string =>
  dayOf(new Date(Date.parse(expiresAt) - 1), timeZone);

/** Whole days left, 0 on the last one; null while there is plenty of time. */
export function endsSoon(
  expiresAt: string,
  now: Date,
  timeZone: string | undefined
): number | null {
  const last = Date.parse(untilDay(expiresAt, timeZone));
  const days = (last - Date.parse(dayOf(now, timeZone))) / DAY;
  return days >= 0 && days <= SOON ? days : null;
}
