import { hear } from './queue.ts';
import { rowsOf } from './outbox.ts';

/**
 * Calls when what waits below an address is not what it was: it has gone out, or was refused. Not for the same news
 * twice, for reading anew is news as well. Answers how to stop.
 */
export function hearOf(owner: string, below: string, onchange: () => void): () => void {
  let known = marks(owner, below);
  return hear(() => (known = known.then((before) => compared(owner, below, before, onchange))));
}

async function marks(owner: string, below: string): Promise<string> {
  const rows = await rowsOf(owner).catch(() => []);
  return rows
    .filter(({ address }) => address.startsWith(below))
    .map(({ stamp, state }) => stamp + state)
    .join();
}

async function compared(owner: string, below: string, before: string, onchange: () => void) {
  const now = await marks(owner, below);
  if (now !== before) onchange();
  return now;
}
