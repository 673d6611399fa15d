import { clockAt } from '#lib/ui/dates.ts';

export type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night';

/** By the person's own clock. */
export function partOfDay(now: Date, timeZone: string): PartOfDay {
  const hour = Number(clockAt(now.toISOString(), timeZone).slice(0, 2));
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}
