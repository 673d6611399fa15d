import { keepSeen, lastSeen, dropOneSeen } from '#lib/offline/seen.ts';
import { isSharedPhone } from '#lib/api/shared.ts';
import type { Held } from './format.ts';

/** Beside what was seen of the server: sealed under the phone's own key, and gone when the person signs out. */
const PLACE = 'sealing-keys';

const open = new Map<string, Held[]>();
const others = globalThis.BroadcastChannel ? new BroadcastChannel('sealed') : null;
others?.addEventListener('message', ({ data }) => open.delete(String(data)));

/** The keys that are open on this phone, the newest first. */
export async function heldBy(owner: string): Promise<Held[]> {
  const known = open.get(owner);
  if (known) return known;
  try {
    const found = (await lastSeen<Held[]>(owner, PLACE)) ?? [];
    open.set(owner, found);
    return found;
  } catch {
    return []; // The app lock is on, or it was kept by a page that is gone.
  }
}

export async function hold(owner: string, keys: Held[]): Promise<void> {
  const known = (await heldBy(owner)).filter(({ id }) => !keys.some((key) => key.id === id));
  const all = [...keys, ...known].sort((a, b) => (a.id < b.id ? 1 : -1));
  open.set(owner, all);
  if (!isSharedPhone()) await keepSeen(owner, PLACE, all);
  others?.postMessage(owner);
}

/** Nothing here opens a sealed page any more, in this tab or another. */
export async function letGo(owner: string): Promise<void> {
  await dropOneSeen(owner, PLACE);
  open.delete(owner);
  others?.postMessage(owner);
}
