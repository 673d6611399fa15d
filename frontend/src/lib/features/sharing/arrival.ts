import { tidy } from './code.ts';

/**
 * The code out of a QR picture stands behind the # of the address. It is taken out at once, so that no history
 * and no bookmark holds it, and waits here, in this page's memory alone, until it is asked for.
 */
export const CONNECT = '/connect';

let waiting: string | null = null;

export function takeCode(): void {
  if (location.pathname !== CONNECT || location.hash.length < 2) return;
  waiting = tidy(location.hash.slice(1));
  history.replaceState(history.state, '', CONNECT);
}

/** Once. */
export function arrivedCode(): string | null {
  const code = waiting;
  waiting = null;
  return code;
}
