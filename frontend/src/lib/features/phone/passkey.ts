import type { Secret } from '#lib/offline/lock.ts';

/** `prf` is not in TypeScript's own types: a key that only this passkey can derive. */
interface Derived {
  prf?: { enabled?: boolean; results?: { first?: ArrayBuffer } };
}
const SALT = new TextEncoder().encode('daybook app lock');
const prf = { prf: { eval: { first: SALT } } } as AuthenticationExtensionsClientInputs;

export const mayHavePasskey = (): boolean => 'PublicKeyCredential' in globalThis;

/** A passkey of this phone only; the server never hears of it. Null where it cannot derive a key. */
export async function makePasskey(): Promise<Secret | null> {
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { name: 'Daybook', id: location.hostname },
      user: { id: random(16), name: 'Daybook', displayName: 'Daybook' },
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 }
      ],
      authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required' },
      extensions: prf
    }
  })) as PublicKeyCredential | null;
  if (!made || !(made.getClientExtensionResults() as Derived).prf?.enabled) return null;
  return { key: await askPasskey(made.rawId), credential: made.rawId };
}

export async function askPasskey(credential: ArrayBuffer | undefined): Promise<string> {
  const answer = (await navigator.credentials.get({
    publicKey: {
      challenge: random(32),
      rpId: location.hostname,
      userVerification: 'required',
      allowCredentials: credential ? [{ type: 'public-key', id: credential }] : [],
      extensions: prf
    }
  })) as PublicKeyCredential | null;
  const key = (answer?.getClientExtensionResults() as Derived | undefined)?.prf?.results?.first;
  if (!key) throw new Error('this passkey derives no key');
  return btoa(String.fromCharCode(...new Uint8Array(key)));
}

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));
