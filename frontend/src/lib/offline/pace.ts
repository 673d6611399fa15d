/** How often the phone tries again: each time later, at most 5 minutes, and at most 12 tries in any minute. */
export interface Pace {
  /** When tries of late came to nothing. */
  failures: number[];
  /** How many in a row. */
  row: number;
  /** Not before. */
  until: number;
  /** There was no signal: once there is one, that speaks for trying at once. */
  lacked?: boolean;
}

export const LEAST = 5_000;
export const MOST = 300_000;
export const A_MINUTE = 60_000;
export const TRIES = 12;

export const rested: Pace = { failures: [], row: 0, until: 0 };

/**
 * `random` is in 0..1: phones that lost the same server do not all come back at once. Where nothing left the phone
 * it is no try of the twelve.
 */
export function failed({ failures, row }: Pace, now: number, random: number, hasLeft = true): Pace {
  const later = Math.min(MOST, LEAST * 2 ** Math.min(row, 10)) * (0.75 + random / 4);
  return {
    failures: [...recent(failures, now), ...(hasLeft ? [now] : [])],
    row: row + 1,
    until: now + Math.max(LEAST, later),
    lacked: !hasLeft
  };
}

/** Something speaks for trying now: a signal, an answer of the server, the person's own wish. */
export const nudged = (pace: Pace): Pace => ({ ...pace, row: 0, until: 0 });

/**
 * Milliseconds to wait; a clock that was put back does not make it longer than the longest. A signal may return
 * while nobody listens: in the moment in which the app starts.
 */
export function toWait({ failures, until, lacked }: Pace, now: number, hasSignal = true): number {
  const twelfth = recent(failures, now).at(-TRIES);
  const full = twelfth === undefined ? 0 : twelfth + A_MINUTE - now;
  const pause = lacked && hasSignal ? 0 : Math.min(MOST, until - now);
  return Math.max(0, pause, full);
}

const recent = (failures: number[], now: number) =>
  failures.filter((at) => at <= now && at > now - A_MINUTE);
