import { isSharedPhone } from '#lib/api/shared.ts';
import { store, type Sealed } from './store.ts';

/** The person's key is wrapped, and nobody has opened the lock since this page began. */
export class Locked extends Error {
  constructor() {
    super('locked');
    this.name = 'Locked';
  }
}

export const AES = { name: 'AES-GCM', length: 256 } as const;

/** Keys in use in this page. With a lock on they are nowhere else. */
const open = new Map<string, CryptoKey>();

export const sealed = async (owner: string, value: unknown): Promise<Sealed> =>
  sealedWith(await keyOf(owner), owner, value);

export async function sealedWith(key: CryptoKey, owner: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(JSON.stringify(value ?? null));
  return { iv, data: await crypto.subtle.encrypt(under(owner, iv), key, bytes) };
}

/** Raises when it is not this person's, or was changed. */
export async function unsealed<T>(owner: string, { iv, data }: Sealed): Promise<T> {
  const bytes = await crypto.subtle.decrypt(under(owner, iv), await keyOf(owner), data);
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

/** Whose it is is sealed with it: a row moved to another person does not open. */
const under = (owner: string, iv: Sealed['iv']) => ({
  name: AES.name,
  iv,
  additionalData: new TextEncoder().encode(owner)
});

async function keyOf(owner: string): Promise<CryptoKey> {
  const held = open.get(owner);
  if (held) return held;
  if (isSharedPhone()) return keyOfThisPage(owner);
  const row = await (await store()).get('keys', owner);
  if (row?.locks) throw new Locked();
  return row?.key ?? firstKey(owner);
}

/** On a phone that many use the key is in memory only: with the page goes all that was kept. */
async function keyOfThisPage(owner: string): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  const key = open.get(owner) ?? made;
  hold(owner, key);
  return key;
}

/** A key that no script can read out. Two tabs that begin at once end up with the same one. */
async function firstKey(owner: string): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  const work = (await store()).transaction('keys', 'readwrite', { durability: 'strict' });
  const there = await work.store.get(owner);
  if (!there) await work.store.put({ owner, key: made });
  await work.done;
  if (there?.locks) throw new Locked();
  return there?.key ?? made;
}

export const hold = (owner: string, key: CryptoKey) => open.set(owner, key);
export const letGo = () => open.clear();

export async function isLocked(owner: string): Promise<boolean> {
  if (open.has(owner)) return false;
  const row = await (await store()).get('keys', owner);
  return row?.locks !== undefined;
}
