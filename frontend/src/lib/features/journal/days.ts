import { dayOf } from '#lib/ui/dates.ts';
import type { Page } from './sealed/pages.ts';

export interface Day {
  /** YYYY-MM-DD, in the person's zone. */
  on: string;
  entries: Page[];
}

/** Entries in the order they come, under the day each was written on. */
export function byDay(entries: Page[], timeZone: string | undefined): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const on = dayOf(entry.recorded_at, timeZone);
    const last = days.at(-1);
    if (last?.on === on) last.entries.push(entry);
    else days.push({ on, entries: [entry] });
  }
  return days;
}
