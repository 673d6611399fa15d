import { store } from './store.ts';

const MARK = 'kept=1';

/** Says, outside the store, that there is something in it: a browser that clears one keeps the other for a while. */
export function markKept(): void {
  if (!document.cookie.includes(MARK)) {
    document.cookie = `${MARK}; path=/; max-age=31536000; samesite=strict`;
  }
}

/** Told once: the browser has cleared what was here. */
export async function wasCleared(): Promise<boolean> {
  if (!document.cookie.includes(MARK)) return false;
  const keys = await (await store()).count('keys');
  if (keys > 0) return false;
  document.cookie = `kept=; path=/; max-age=0; samesite=strict`;
  return true;
}
