const EVERY = 3_000;

/**
 * Asks again and again while the page is in sight, never twice at once. Answers how to end it.
 * `onheard` hears each time whether there was an answer.
 */
export function stayFresh(
  ask: () => Promise<unknown>,
  onheard: (isReached: boolean) => void
): () => void {
  let isAsking = false;
  const turn = async () => {
    if (isAsking || document.hidden) return;
    isAsking = true;
    await ask().then(
      () => onheard(true),
      () => onheard(false)
    );
    isAsking = false;
  };
  const now = () => void turn();
  const timer = setInterval(now, EVERY);
  document.addEventListener('visibilitychange', now);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', now);
  };
}
