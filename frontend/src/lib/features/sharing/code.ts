/** The code shown in a room, as people read it off another phone. */
export const LENGTH = 8;

/** Signs that look alike are in no code; of two that sound alike, only V is. */
const STRANGE = /[01ILO]/;

/** However it was typed: small letters, gaps, hyphens, a keyboard with wide letters. */
export const tidy = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('U', 'V');

export const inGroups = (code: string): string =>
  [code.slice(0, LENGTH / 2), code.slice(LENGTH / 2)].filter(Boolean).join(' ');

/** What keeps it from being a code, before anybody is asked. */
export function wrongWith(code: string): 'strange' | 'short' | null {
  if (STRANGE.test(code)) return 'strange';
  return code.length === LENGTH ? null : 'short';
}
