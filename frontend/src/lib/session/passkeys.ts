import { ask, talk, type Door } from '#lib/api/allauth.ts';
import { ApiProblem } from '#lib/api/errors.ts';

interface Described {
  id: string;
  type: 'public-key';
  transports?: AuthenticatorTransport[];
}

interface ToUse {
  request_options: {
    publicKey: Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & {
      challenge: string;
      allowCredentials?: Described[];
    };
  };
}

interface ToMake {
  creation_options: {
    publicKey: Omit<
      PublicKeyCredentialCreationOptions,
      'challenge' | 'user' | 'excludeCredentials'
    > & {
      challenge: string;
      user: { id: string; name: string; displayName: string };
      excludeCredentials?: Described[];
    };
  };
}

/** A passkey alone: it says who this is, and it is both steps. */
export const signInByPasskey = () => use('/auth/webauthn/login');

/** As the second step, after the password. */
export const secondStepByPasskey = () => use('/auth/webauthn/authenticate');

/** To show once more that it is you. */
export const confirmByPasskey = () => use('/auth/webauthn/reauthenticate');

export const signUpByPasskey = (email: string): Promise<Door> =>
  ask('POST', '/auth/webauthn/signup', { email });

/** The last step of signing up by passkey, once the address is confirmed. */
export async function makeFirstPasskey(name: string): Promise<Door> {
  const credential = await make(await talk<ToMake>('GET', '/auth/webauthn/signup'));
  return ask('PUT', '/auth/webauthn/signup', { name, credential });
}

export async function addPasskey(name: string): Promise<void> {
  const path = '/account/authenticators/webauthn';
  const credential = await make(await talk<ToMake>('GET', `${path}?passwordless`));
  await talk('POST', path, { name, credential });
}

async function use(path: string): Promise<Door> {
  const { request_options } = await open(path);
  const { publicKey } = request_options;
  const found = await attempt(() =>
    navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: toBytes(publicKey.challenge),
        allowCredentials: publicKey.allowCredentials?.map(described)
      }
    })
  );
  const answer = found.response as AuthenticatorAssertionResponse;
  return ask('POST', path, {
    credential: {
      ...same(found),
      response: {
        clientDataJSON: toText(answer.clientDataJSON),
        authenticatorData: toText(answer.authenticatorData),
        signature: toText(answer.signature),
        userHandle: answer.userHandle && toText(answer.userHandle)
      }
    }
  });
}

const open = (path: string): Promise<ToUse> => talk<ToUse>('GET', path);

async function make({ creation_options }: ToMake): Promise<object> {
  const { publicKey } = creation_options;
  const made = await attempt(() =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: toBytes(publicKey.challenge),
        user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
        excludeCredentials: publicKey.excludeCredentials?.map(described)
      }
    })
  );
  const answer = made.response as AuthenticatorAttestationResponse;
  return {
    ...same(made),
    response: {
      clientDataJSON: toText(answer.clientDataJSON),
      attestationObject: toText(answer.attestationObject)
    }
  };
}

/** The phone's own dialog was closed, or it knows no passkey for here: nothing has happened. */
async function attempt(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const found = await work().catch(() => null);
  if (!found) throw new ApiProblem({ status: 0, code: 'no_passkey' });
  return found as PublicKeyCredential;
}

const same = (credential: PublicKeyCredential) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults()
});

const described = ({ id, ...rest }: Described): PublicKeyCredentialDescriptor => ({
  ...rest,
  id: toBytes(id)
});

/** By hand: older phones have passkeys, but not the browser's own way to and from JSON. */
export const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

export const toText = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
