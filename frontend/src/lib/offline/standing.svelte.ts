import { hear } from './queue.ts';
import { rowsOf } from './outbox.ts';
import type { Because } from './sending.ts';

interface Standing {
  /** On this phone, to be sent. */
  waiting: number;
  /** Refused, or there are two texts: somebody has to look. */
  needing: number;
  because: Because | null;
  hasSignal: boolean;
}

/** How the outbox of the person stands, for every screen. */
export const standing = $state<Standing>({
  waiting: 0,
  needing: 0,
  because: null,
  hasSignal: globalThis.navigator?.onLine ?? true
});

/** Keeps it true while somebody is here. Answers how to stop. */
export function watch(owner: string): () => void {
  const signal = () => (standing.hasSignal = navigator.onLine);
  const stop = hear(({ because }) => {
    standing.because = because ?? (standing.waiting ? standing.because : null);
    void count(owner);
  });
  addEventListener('online', signal);
  addEventListener('offline', signal);
  void count(owner);
  return () => {
    stop();
    removeEventListener('online', signal);
    removeEventListener('offline', signal);
  };
}

async function count(owner: string): Promise<void> {
  const rows = await rowsOf(owner).catch(() => []);
  standing.waiting = rows.filter(({ state }) => state === 'waiting').length;
  standing.needing = rows.length - standing.waiting;
  if (standing.waiting === 0) standing.because = null;
}
