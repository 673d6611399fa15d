import type { Reminder } from '#lib/api/types.ts';

/** on: it comes · until: still until a day · open: still until it is started again */
export type PauseWay = 'on' | 'until' | 'open';

export interface Pause {
  way: PauseWay;
  /** The first day on which it comes again. */
  until: string | null;
}

type Paused = Pick<Reminder, 'is_paused' | 'paused_until'>;

const WEEK = 7 * 86_400_000;

export const weekAfter = (day: string): string =>
  new Date(Date.parse(day) + WEEK).toISOString().slice(0, 10);

export function pauseOf({ is_paused, paused_until }: Paused, today: string): Pause {
  if (is_paused) return { way: 'open', until: null };
  const isStill = paused_until !== null && paused_until > today;
  return isStill ? { way: 'until', until: paused_until } : { way: 'on', until: null };
}

export const asPaused = ({ way, until }: Pause): Paused => ({
  is_paused: way === 'open',
  paused_until: way === 'until' ? until : null
});
