/** A phone that other people use too: nothing is kept beyond this tab. Said at sign-in. */
const PLACE = 'shared';

export function isSharedPhone(): boolean {
  try {
    return sessionStorage.getItem(PLACE) !== null;
  } catch {
    return false;
  }
}

export function usePhoneAs(kind: 'mine' | 'shared'): void {
  try {
    if (kind === 'shared') sessionStorage.setItem(PLACE, '1');
    else sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
}
