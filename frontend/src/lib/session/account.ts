import { ask, type Door } from '#lib/api/allauth.ts';
import { ApiProblem, isNotSignedIn } from '#lib/api/errors.ts';
import { arrive, forgetPerson } from './session.svelte.ts';

/** Where to go once a step is done. */
export type NextStep = 'in' | 'enter_code' | 'sign_in' | 'second_step' | 'make_passkey';

export async function stepAfter(door: Door): Promise<NextStep> {
  if (door.isOpen) {
    await arrive();
    return 'in';
  }
  if (door.waitsFor === 'verify_email') return 'enter_code';
  if (door.waitsFor === 'mfa_signup_webauthn') return 'make_passkey';
  return door.waitsFor === 'mfa_authenticate' ? 'second_step' : 'sign_in';
}

/** The door refuses whoever is inside already: then this is where they stand. */
async function knock(path: string, body: object): Promise<NextStep> {
  try {
    return await stepAfter(await ask('POST', path, body));
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'out_of_step') {
      return stepAfter(await ask('GET', '/auth/session'));
    }
    throw error;
  }
}

/** The answer is the same whether or not the address already has an account. */
export const signUp = (email: string, password: string): Promise<NextStep> =>
  knock('/auth/signup', { email, password });

export const signIn = (email: string, password: string): Promise<NextStep> =>
  knock('/auth/login', { email, password });

/** The code of the code app, or one of the recovery codes. */
export const secondStep = (code: string): Promise<NextStep> =>
  knock('/auth/2fa/authenticate', { code: tidy(code) });

/** Which second steps this account has, while it waits for one. */
export const secondSteps = async (): Promise<string[]> => (await ask('GET', '/auth/session')).types;

export const confirmCode = async (key: string): Promise<NextStep> =>
  stepAfter(await ask('POST', '/auth/email/verify', { key: tidy(key) }));

export const sendCodeAgain = async (): Promise<void> => {
  await ask('POST', '/auth/email/verify/resend');
};

/** The answer is the same whether or not the address has an account. */
export const requestReset = async (email: string): Promise<void> => {
  await ask('POST', '/auth/password/request', { email });
};

export const reset = async (key: string, password: string): Promise<NextStep> =>
  stepAfter(await ask('POST', '/auth/password/reset', { key: tidy(key), password }));

/** Ends the session on the server first: a phone that only looks signed out would be worse. */
export async function signOut(): Promise<void> {
  try {
    await ask('DELETE', '/auth/session');
  } catch (error) {
    if (!isNotSignedIn(error)) throw error;
  }
  await forgetPerson();
}

/** Codes are read off an e-mail, sometimes with a space. */
const tidy = (code: string) => code.replace(/\s+/g, '');
