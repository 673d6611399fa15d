import { flushSync } from 'svelte';

const waiting = new Set<() => void>();
let isGoing = false;

function next(): void {
  const [draw] = waiting;
  if (!draw) {
    isGoing = false;
    return;
  }
  waiting.delete(draw);
  draw();
  setTimeout(next);
}

/** Paper takes what is there: all of it has to be, and what waits within what waited. */
function drawAll(): void {
  while (waiting.size > 0) {
    const due = [...waiting];
    waiting.clear();
    for (const draw of due) draw();
    flushSync();
  }
}

globalThis.addEventListener?.('beforeprint', drawAll);

/**
 * Draws one thing after the other with room between them, so that a slow phone can be tapped meanwhile. Answers how to
 * take it back.
 */
export function inTurn(draw: () => void): () => void {
  waiting.add(draw);
  if (!isGoing) {
    isGoing = true;
    setTimeout(next);
  }
  return () => waiting.delete(draw);
}
