import { api, got } from '#lib/api/client.ts';
import { newId, recordedNow } from '#lib/api/ids.ts';
import type { SealingKey } from '#lib/api/types.ts';
import { confirmed } from '#lib/session/confirm.svelte.ts';
import { newCode, tidied } from './code.ts';
import { openDrafts, shutDrafts } from './drafts.ts';
import { newKey, unwrapped, wrapped, type Held } from './format.ts';
import { heldBy, hold, letGo } from './held.ts';

const MOST = 100;

/** off: none yet · closed: a code opens them here · open: all that are sealed can be read here */
export type Standing = 'off' | 'closed' | 'open';

export const sealingKeys = async (): Promise<SealingKey[]> => {
  const query = { page_size: MOST };
  return (await got(api.GET('/api/v1/journal/sealing-keys/', { params: { query } }))).results;
};

export async function standingOf(owner: string): Promise<Standing> {
  const keys = await sealingKeys();
  const held = await heldBy(owner);
  if (keys.length === 0) return 'off';
  return keys.every(({ id }) => held.some((key) => key.id === id)) ? 'open' : 'closed';
}

/** A code to be shown once; `keep` puts it in force. */
export interface Fresh {
  code: string;
  keep: () => Promise<void>;
}

export function turnedOn(owner: string): Fresh {
  const [code, key, at] = [newCode(), newKey(newId(), owner), recordedNow()];
  const made = wrapped(key, code); // once: tried again after a lost answer, it is the very same
  const keep = async () => {
    await put(key, { version: 0, recorded_at: at, wrapped: await made });
    await hold(owner, [key]);
  };
  return { code, keep };
}

/** The old code opens nothing any more. Only for keys that are open here. */
export function rewrapped(owner: string): Fresh {
  const code = newCode();
  const keep = async () => {
    const held = await heldBy(owner);
    for (const { id, version } of await sealingKeys()) {
      const key = held.find((one) => one.id === id);
      if (!key) continue;
      await put(key, { version, recorded_at: recordedNow(), wrapped: await wrapped(key, code) });
    }
  };
  return { code, keep };
}

const put = async ({ id }: Held, body: Omit<SealingKey, 'id'>): Promise<void> => {
  const params = { path: { id } };
  await confirmed(() => api.PUT('/api/v1/journal/sealing-keys/{id}/', { params, body }));
};

/** Tried on this phone; the code goes nowhere. False: it opens none of them. */
export async function openWith(owner: string, typed: string): Promise<boolean> {
  const code = tidied(typed);
  const tried = (await sealingKeys()).map((key) => unwrapped(key.id, key.wrapped, code));
  const opened = (await Promise.all(tried)).filter((key) => key !== null);
  if (opened.length === 0) return false;
  await hold(owner, opened);
  await openDrafts(owner);
  return true;
}

/** The code is needed to read them here again. */
export async function closeHere(owner: string): Promise<void> {
  await shutDrafts(owner);
  await letGo(owner);
}

/** Refused by the server as long as a page is sealed under any of them. */
export async function turnOff(owner: string): Promise<void> {
  for (const { id } of await sealingKeys()) await deleteKey(id);
  await letGo(owner);
}

export async function deleteKey(id: string): Promise<void> {
  const params = { path: { id } };
  await confirmed(() => api.DELETE('/api/v1/journal/sealing-keys/{id}/', { params }));
}
