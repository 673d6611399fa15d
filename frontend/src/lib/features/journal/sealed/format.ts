import type { Entry } from '#lib/api/types.ts';

/** What a sealed page says. Beside it the server sees only when it was written and about how long it is. */
export type Sealable = Pick<Entry, 'words' | 'tags' | 'prompt' | 'goal' | 'check_in'>;

/** A key to sealed pages, in use. `person` is whom it was made for: every page is bound to them. */
export interface Held {
  id: string;
  person: string;
  raw: string;
}
type Bytes = Uint8Array<ArrayBuffer>;

const VERSION = '1';
const KEY_INFO = 'daybook sealing key 1';
const PAGE_INFO = 'daybook sealed page 1';
const AES = 'AES-GCM';
/** A page is filled up with spaces to a multiple, so that its length says little. */
const STEP = 512;

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

export const newKey = (id: string, person: string): Held => ({ id, person, raw: text(random(32)) });

/** `1.<person>.<salt>.<nonce>.<ciphertext>` */
export async function wrapped({ person, raw }: Held, code: string): Promise<string> {
  const [salt, iv] = [random(16), random(12)];
  const key = await derived(code, salt);
  const data = await crypto.subtle.encrypt(bound(iv, KEY_INFO, person), key, bytes(raw));
  return [VERSION, person, text(salt), text(iv), text(data)].join('.');
}

/** Null when it is another code. */
export async function unwrapped(id: string, given: string, code: string): Promise<Held | null> {
  const [version, person = '', salt = '', iv = '', data = ''] = given.split('.');
  if (version !== VERSION) return null;
  try {
    const key = await derived(code, bytes(salt));
    const how = bound(bytes(iv), KEY_INFO, person);
    return { id, person, raw: text(await crypto.subtle.decrypt(how, key, bytes(data))) };
  } catch {
    return null;
  }
}

/** `1.<page>.<nonce>.<ciphertext>` */
export async function sealed(held: Held, page: string, content: Sealable): Promise<string> {
  const iv = random(12);
  const how = bound(iv, PAGE_INFO, held.person, page);
  const data = await crypto.subtle.encrypt(how, await usable(held), filledUp(content));
  return [VERSION, page, text(iv), text(data)].join('.');
}

/** Raises when it was changed, or is another person's or another page. `account`: whose it is here. */
export async function unsealed(
  held: Held,
  page: string,
  seal: string,
  account = held.person
): Promise<Sealable> {
  const [version, as = '', iv = '', data = ''] = seal.split('.');
  const isThisPage = page === as || page === (await renumbered(account, as));
  if (version !== VERSION || !isThisPage) throw new Error('another page');
  const how = bound(bytes(iv), PAGE_INFO, held.person, as);
  const plain = await crypto.subtle.decrypt(how, await usable(held), bytes(data));
  return JSON.parse(new TextDecoder().decode(plain)) as Sealable;
}

/**
 * A second account that takes in an archive gives its pages new ids: UUID version 5 of the account and the old id,
 * as `recoveryapp/export/reading.py` makes it.
 */
export async function renumbered(account: string, old: string): Promise<string> {
  const space = account.replaceAll('-', '').match(/../g) ?? [];
  const name = utf8(old.replaceAll('-', ''));
  const all = new Uint8Array([...space.map((pair) => parseInt(pair, 16)), ...name]);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', all)).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function filledUp(content: Sealable): Bytes {
  const plain = utf8(JSON.stringify(content));
  const full = new Uint8Array(Math.ceil(plain.length / STEP) * STEP).fill(0x20);
  full.set(plain);
  return full;
}

const bound = (iv: Bytes, ...to: string[]) => ({
  name: AES,
  iv,
  additionalData: utf8(to.join('|'))
});

/** The code is random enough by itself: nothing has to make guessing slow. */
async function derived(code: string, salt: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(code), 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(KEY_INFO) };
  const kind = { name: AES, length: 256 };
  return crypto.subtle.deriveKey(how, base, kind, false, ['encrypt', 'decrypt']);
}

const usable = ({ raw }: Held): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes(raw), AES, false, ['encrypt', 'decrypt']);

/** base64url without padding */
function text(given: Bytes | ArrayBuffer): string {
  let signs = '';
  for (const byte of new Uint8Array(given)) signs += String.fromCharCode(byte);
  return btoa(signs).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const bytes = (given: string): Bytes =>
  Uint8Array.from(atob(given.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
    sign.charCodeAt(0)
  );
