import { AES, hold, letGo } from './seal.ts';
import { relocked } from './rekey.ts';
import { store, type KeyRow, type Wrapped } from './store.ts';

/** Half a second or more on a phone, for each guess. */
export const ROUNDS = 600_000;
export const LEAST_LETTERS = 6;

export const isTooShort = (pin: string): boolean => pin.trim().length < LEAST_LETTERS;

/** From now on nothing opens without the PIN. All that is kept is sealed anew under a key the old one cannot open. */
export async function lockWith(owner: string, pin: string, minutes: number): Promise<void> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const locks = [await wrapped(raw, 'pin', pin)];
  await relocked(owner, await usable(raw), { locks, minutes });
  raw.fill(0);
}

/** Back to a key that this browser may use by itself. */
export async function takeLockOff(owner: string): Promise<void> {
  const key = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  await relocked(owner, key, { key });
}

/** True when the PIN is right; then this page can read what is kept. */
export const openWith = (owner: string, pin: string): Promise<boolean> =>
  opened(owner, 'pin', () => Promise.resolve(pin));

/** A passkey that can derive a key opens the same lock. Needs the PIN once more. */
export async function addPasskey(owner: string, pin: string, secret: Secret): Promise<boolean> {
  const row = await keyRow(owner);
  const lock = row?.locks?.find(({ by }) => by === 'pin');
  const raw = lock && (await unwrapped(lock, pin));
  if (!row?.locks || !raw) return false;
  const { key, credential } = secret;
  const more = { ...(await wrapped(raw, 'passkey', key)), credential };
  const others = row.locks.filter(({ by }) => by !== 'passkey');
  await (await store()).put('keys', { ...row, locks: [...others, more] });
  raw.fill(0);
  return true;
}

/** What a passkey answered: the key it derives, and which passkey it was. */
export interface Secret {
  key: string;
  credential: ArrayBuffer;
}

export const openWithPasskey = (
  owner: string,
  ask: (credential: ArrayBuffer | undefined) => Promise<string>
): Promise<boolean> => opened(owner, 'passkey', ({ credential }) => ask(credential));

async function opened(
  owner: string,
  by: Wrapped['by'],
  secret: (lock: Wrapped) => Promise<string>
): Promise<boolean> {
  const lock = (await keyRow(owner))?.locks?.find((lock) => lock.by === by);
  const raw = lock && (await unwrapped(lock, await secret(lock)));
  if (!raw) return false;
  hold(owner, await usable(raw));
  raw.fill(0);
  return true;
}

export async function setMinutes(owner: string, minutes: number): Promise<void> {
  const row = await keyRow(owner);
  if (row) await (await store()).put('keys', { ...row, minutes });
}

export interface Standing {
  isOn: boolean;
  hasPasskey: boolean;
  minutes: number;
}

export async function lockOf(owner: string): Promise<Standing> {
  const row = await keyRow(owner);
  const hasPasskey = row?.locks?.some(({ by }) => by === 'passkey') ?? false;
  return { isOn: row?.locks !== undefined, hasPasskey, minutes: row?.minutes ?? 5 };
}

/** The PIN is lost: what only this phone had cannot be opened by anybody, and goes. */
export async function giveUp(owner: string): Promise<void> {
  const shelf = await store();
  const work = shelf.transaction(['drafts', 'outbox', 'seen', 'sent', 'keys'], 'readwrite');
  const all = IDBKeyRange.bound([owner], [owner, []]);
  for (const name of ['drafts', 'outbox', 'seen', 'sent'] as const) {
    await work.objectStore(name).delete(all);
  }
  await work.objectStore('keys').delete(owner);
  await work.done;
  letGo();
}

const keyRow = async (owner: string): Promise<KeyRow | undefined> =>
  (await store()).get('keys', owner);

const usable = (raw: Uint8Array<ArrayBuffer>) =>
  crypto.subtle.importKey('raw', raw, AES, false, ['encrypt', 'decrypt']);

async function wrapped(
  raw: Uint8Array<ArrayBuffer>,
  by: Wrapped['by'],
  secret: string
): Promise<Wrapped> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await derived(secret, salt, ROUNDS);
  const data = await crypto.subtle.encrypt({ name: AES.name, iv }, key, raw);
  return { by, salt, rounds: ROUNDS, sealed: { iv, data } };
}

async function unwrapped(lock: Wrapped, secret: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const { iv, data } = lock.sealed;
  const key = await derived(secret, lock.salt, lock.rounds);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: AES.name, iv }, key, data));
  } catch {
    return null;
  }
}

async function derived(secret: string, salt: Uint8Array<ArrayBuffer>, rounds: number) {
  const bytes = new TextEncoder().encode(secret.trim().normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, AES, false, ['encrypt', 'decrypt']);
}
