/** How often the phone tries again: each time later, at most 5 minutes, and at most 12 tries in any minute. */
export interface Pace {
  /** When tries of late came to nothing. */
  failures: number[];
  /** How many in a row. */
  row: number;
  /** Not before. */
  until: number;
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
    until: now + Math.max(LEAST, later)
  };
}

/** Something speaks for trying now: a signal, an answer of the server, the person's own wish. */
export const nudged = (pace: Pace): Pace => ({ ...pace, row: 0, until: 0 });

/** Milliseconds to wait; a clock that was put back does not make it longer than the longest. */
export function toWait({ failures, until }: Pace, now: number): number {
  const late = recent(failures, now);
  const full = late.length < TRIES ? 0 : (late.at(-TRIES) ?? 0) + A_MINUTE - now;
  return Math.max(0, Math.min(MOST, until - now), full);
}

const recent = (failures: number[], now: number) =>
  failures.filter((at) => at <= now && at > now - A_MINUTE);
