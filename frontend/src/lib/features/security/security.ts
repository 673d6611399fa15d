import { ask, talk, type Door } from '#lib/api/allauth.ts';
import { api, got } from '#lib/api/client.ts';
import type { SignIn } from '#lib/api/types.ts';
import { confirmed } from '#lib/session/confirm.svelte.ts';

const STEPS = '/account/authenticators';

export interface Step {
  type: 'totp' | 'webauthn' | 'recovery_codes';
  id?: number;
  name?: string;
  /** Seconds since 1970, as allauth says. */
  created_at: number;
  last_used_at: number | null;
  unused_code_count?: number;
}

export interface CodeApp {
  secret: string;
  address: string;
  qr: string[];
}

export const mySteps = (): Promise<Step[]> => talk('GET', STEPS);

export const newCodeApp = (): Promise<CodeApp> => confirmed(() => talk('GET', `${STEPS}/totp`));

export const addCodeApp = (code: string): Promise<void> =>
  confirmed(() => talk('POST', `${STEPS}/totp`, { code: code.replace(/\s+/g, '') }));

export const dropCodeApp = (): Promise<void> => confirmed(() => talk('DELETE', `${STEPS}/totp`));

export const addPasskey = (name: string): Promise<void> =>
  confirmed(async () => (await import('#lib/session/passkeys.ts')).addPasskey(name));

export const renamePasskey = (id: number, name: string): Promise<void> =>
  confirmed(() => talk('PUT', `${STEPS}/webauthn`, { id, name }));

export const dropPasskey = (id: number): Promise<void> =>
  confirmed(() => talk('DELETE', `${STEPS}/webauthn`, { authenticators: [id] }));

/** Shown this once. Null: they were shown before. */
export async function firstRecoveryCodes(): Promise<string[] | null> {
  const codes = await confirmed(() =>
    talk<{ unused_codes?: string[] }>('GET', `${STEPS}/recovery-codes`)
  );
  return codes.unused_codes ?? null;
}

/** The old ones open nothing any more. */
export async function newRecoveryCodes(): Promise<string[]> {
  const codes = await confirmed(() =>
    talk<{ unused_codes: string[] }>('POST', `${STEPS}/recovery-codes`)
  );
  return codes.unused_codes;
}

export const changeEmail = (email: string): Promise<unknown> =>
  confirmed(() => talk('POST', '/account/email', { email }));

export const confirmEmail = (key: string): Promise<Door> =>
  ask('POST', '/auth/email/verify', { key: key.replace(/\s+/g, '') });

export const changePassword = (before: string, after: string): Promise<unknown> =>
  confirmed(() =>
    talk('POST', '/account/password/change', {
      ...(before && { current_password: before }),
      new_password: after
    })
  );

export const confirmByPassword = (password: string): Promise<Door> =>
  ask('POST', '/auth/reauthenticate', { password });

export const confirmByCode = (code: string): Promise<Door> =>
  ask('POST', '/auth/2fa/reauthenticate', { code: code.replace(/\s+/g, '') });

export const confirmByPasskey = async (): Promise<Door> =>
  (await import('#lib/session/passkeys.ts')).confirmByPasskey();

export const mySignIns = async (): Promise<SignIn[]> =>
  (await got(api.GET('/api/v1/me/sign-ins/'))).sign_ins;

export const endOtherSignIns = async (): Promise<SignIn[]> =>
  (await got(api.POST('/api/v1/me/sign-ins/end-others/'))).sign_ins;

export const endSignIn = async (id: string): Promise<SignIn[]> => {
  await api.DELETE('/api/v1/me/sign-ins/{id}/', { params: { path: { id } } });
  return mySignIns();
};

export const putEmailBack = async (token: string): Promise<void> => {
  await api.POST('/api/v1/email/put-back/', { body: { token } });
};

export const hasPasskeys = (): boolean => typeof PublicKeyCredential !== 'undefined';
