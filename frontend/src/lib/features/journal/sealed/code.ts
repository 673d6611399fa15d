/** Without I, L, O and U, so that nothing is read for something else. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 28;
const GROUP = 4;

/** 140 random bits. */
export const newCode = (): string =>
  [...crypto.getRandomValues(new Uint8Array(LENGTH))].map((byte) => SIGNS[byte & 31]).join('');

/** As it was made, however it was typed. */
export const tidied = (typed: string): string =>
  [...typed.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')]
    .filter((sign) => SIGNS.includes(sign))
    .join('');

export const isWhole = (typed: string): boolean => tidied(typed).length === LENGTH;

export const groupsOf = (code: string): string[] => code.match(/.{4}/g) ?? [];

export const isLastGroup = (code: string, typed: string): boolean =>
  tidied(typed) === code.slice(-GROUP);
