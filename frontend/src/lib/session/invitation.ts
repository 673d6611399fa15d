/**
 * The token of an invitation, from the link in the mail until it is used. It lives in this tab alone: not in an
 * address, so no history, bookmark or server's log holds it, and not on the device once the tab is closed.
 */
export const INVITATION = '/invitation';
const PLACE = 'invitation';

let token: string | null = null;

/** Out of the address, before anything is drawn. */
export function takeToken(): void {
  const found = location.pathname === INVITATION && location.hash.slice(1);
  if (!found) return;
  history.replaceState(history.state, '', INVITATION);
  token = found;
  write(found);
}

export const waitingToken = (): string | null => token ?? read();

export function dropToken(): void {
  token = null;
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
