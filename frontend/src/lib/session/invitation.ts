/**
 * The token of an invitation, from the link in the mail until it is used. It lives in this tab alone: not in an
 * address, so no history, bookmark or server's log holds it, and not on the device once the tab is closed.
 */
export const INVITATION = '/invitation';
/** Where family and friends are asked. */
export const STANDING_BY = '/standing-by';
const PLACES = [INVITATION, STANDING_BY];
const PLACE = 'invitation';

/** The page it is for, and behind `#` the token, as in the link. */
let waiting: string | null = null;

/** Out of the address, before anything is drawn. */
export function takeToken(): void {
  const { pathname, hash } = location;
  if (!PLACES.includes(pathname) || hash.length < 2) return;
  history.replaceState(history.state, '', pathname);
  waiting = pathname + hash;
  write(waiting);
}

export const waitingToken = (page = INVITATION): string | null =>
  waitingPage() === page ? (parts()[1] ?? null) : null;

/** Where the invitation that waits is answered. */
export const waitingPage = (): string | null => parts()[0] ?? null;

const parts = (): string[] => (waiting ?? read())?.split('#') ?? [];

export function dropToken(): void {
  waiting = null;
  write(null);
}

/** For when the mail with the code is read in another app, and this tab begins anew. */
function write(value: string | null): void {
  try {
    if (value) sessionStorage.setItem(PLACE, value);
    else sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
}

function read(): string | null {
  try {
    return sessionStorage.getItem(PLACE);
  } catch {
    return null;
  }
}
