const EVERY = 1500;

interface Waiting {
  state: string;
}

/** Asks again until it no longer waits; `isOver` when nobody looks any more. */
export async function untilDone<T extends Waiting>(
  first: T,
  look: () => Promise<T | null>,
  isOver: () => boolean,
  pause: (ms: number) => Promise<unknown> = (ms) => new Promise((done) => setTimeout(done, ms))
): Promise<T | null> {
  let now: T | null = first;
  while (now?.state === 'waiting' && !isOver()) {
    await pause(EVERY);
    now = await look().catch(() => now);
  }
  return now;
}
