import { markKept, wasCleared } from './cleared.ts';
import { sealOldDrafts } from './drafts.ts';
import { remember, remembered } from './remembered.ts';
import { dropSeen, keepSeen, lastSeen } from './seen.ts';
import { isLocked, letGo } from './seal.ts';
import { flush, nudge, rest } from './queue.ts';
import { rowsOf } from './outbox.ts';

const WHO = 'who';
const ME = '/api/v1/me/';

let isCleared = false;

/** Told once: the browser has wiped what was kept here. */
export function tellCleared(): boolean {
  const was = isCleared;
  isCleared = false;
  markKept();
  return was;
}

/** Whom this phone knows: as they were seen last, or that their lock is on. */
export type Recalled<Me> = { owner: string; me: Me | null; isLocked: boolean } | null;

export async function recall<Me>(): Promise<Recalled<Me>> {
  isCleared ||= await wasCleared().catch(() => false);
  const owner = await remembered<string>(WHO);
  if (!owner) return null;
  if (await isLocked(owner).catch(() => false)) return { owner, me: null, isLocked: true };
  const me = await lastSeen<Me>(owner, ME).catch(() => null);
  return { owner, me, isLocked: false };
}

/** The server has just said who this is: it can be reached, and what waits may go. */
export async function rememberPerson(me: { id: string }): Promise<void> {
  try {
    await keepSeen(me.id, ME, me);
    await remember(WHO, me.id);
    for (const name of ['me', 'ideas', 'plan']) await remember(name, null);
    await sealOldDrafts(me.id);
    void nudge(me.id).catch(() => undefined);
  } catch {
    return;
  }
}

/** Not before the first screen has what it asked for. */
const AFTER = 4_000;

export function bringAheadSoon(owner: string): void {
  setTimeout(() => {
    void import('./ahead.ts').then(({ bringAhead }) => bringAhead(owner)).catch(() => undefined);
  }, AFTER);
}

/** What an older app kept in clear, and who it was. */
const OF_THE_PERSON = ['me', 'ideas', 'plan', WHO];

/** What they saw goes; what they wrote and have not sent stays, locked, under their name. */
export async function forgetPerson(owner: string | null): Promise<void> {
  rest();
  await Promise.all(OF_THE_PERSON.map((name) => remember(name, null)));
  if (owner) await dropSeen(owner).catch(() => undefined);
}

/**
 * From now on what waits is sent whenever there is reason to think that it can be. A start is none by itself: the
 * first answer of the server is. Answers how to stop.
 */
export function keepSending(owner: string): () => void {
  const now = () => void nudge(owner).catch(() => undefined);
  const seen = () => {
    if (!document.hidden) void flush(owner).catch(() => undefined);
  };
  addEventListener('online', now);
  document.addEventListener('visibilitychange', seen);
  seen();
  return () => {
    rest();
    removeEventListener('online', now);
    document.removeEventListener('visibilitychange', seen);
  };
}

export const unsent = async (owner: string): Promise<number> =>
  (await rowsOf(owner).catch(() => [])).length;

export { isLocked, letGo };
