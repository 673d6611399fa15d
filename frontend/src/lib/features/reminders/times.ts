import { MOST_TIMES } from './reminders.ts';

/** The next full hour after the last time that is not taken yet. */
export function oneMore(times: string[]): string[] {
  if (times.length >= MOST_TIMES) return times;
  const last = Number(times.at(-1)?.slice(0, 2) ?? 8);
  const hours = Array.from({ length: 24 }, (_, i) => `${(last + 1 + i) % 24}`.padStart(2, '0'));
  const free = hours.map((hour) => `${hour}:00`).find((time) => !times.includes(time));
  return free ? [...times, free] : times;
}

export const without = (times: string[], at: number): string[] => times.filter((_, i) => i !== at);

export const changedAt = (times: string[], at: number, to: string): string[] =>
  times.map((time, i) => (i === at ? to : time));
