import seed from '$seed/crisis_contacts.json';
import { api, got } from '#lib/api/client.ts';
import type { CrisisContact, CrisisContacts, CrisisCountry } from '#lib/api/types.ts';
import { spoken, t, type Key } from '#lib/i18n/t.svelte.ts';

type Blank<T> = { [K in keyof T]: T[K] | null };

/** The same numbers the server was given, built into the page: they are there without signal, server or account. */
export const builtIn: CrisisContacts = {
  verified_before_days: seed.verified_before_days,
  countries: seed.countries.map((country) => ({
    ...country,
    contacts: country.contacts.map(whole)
  })),
  worldwide: seed.worldwide.contacts.map(whole)
};

function whole(contact: Blank<CrisisContact>): CrisisContact {
  const filled = Object.entries(contact).map(([name, value]) => [name, value ?? '']);
  return Object.fromEntries(filled) as CrisisContact;
}

/** What the server holds now, which may have been corrected since; what is built in when it does not say. */
export async function newest(): Promise<CrisisContacts> {
  try {
    const found = await got(api.GET('/api/v1/crisis-contacts/'));
    return found.countries.length > 0 ? found : builtIn;
  } catch {
    return builtIn;
  }
}

/** A country in the language spoken, where this phone knows its name. */
export function countryName({ code, name }: Pick<CrisisCountry, 'code' | 'name'>): string {
  const names = new Intl.DisplayNames([spoken()], { type: 'region' });
  return names.of(code) ?? name;
}

/** What we say ourselves among the contacts. The rest stays in the words of whoever publishes it. */
export const OURS: Record<string, Key> = {
  'Call if your life, or someone else’s, is in danger right now.': 'help.ours.danger',
  'We could not check a helpline for this country yet. The emergency number works, and the worldwide list below can show you helplines.':
    'help.ours.unchecked',
  'Day and night, every day': 'help.ours.always'
};

/** Our own sentences in the language spoken, everything else as it is. */
export const inWords = (text: string): string => (OURS[text] ? t(OURS[text]) : text);

/** Time zones tell better than languages where a phone is: many outside America speak "en-US". */
const ZONES: Record<string, string> = {
  'Europe/London': 'GB',
  'Europe/Belfast': 'GB',
  'Europe/Dublin': 'IE',
  'Europe/Berlin': 'DE',
  'Europe/Vienna': 'AT',
  'Europe/Zurich': 'CH',
  'Europe/Paris': 'FR',
  'Europe/Amsterdam': 'NL',
  'Europe/Oslo': 'NO',
  'Europe/Helsinki': 'FI',
  'Europe/Brussels': 'BE',
  'Europe/Copenhagen': 'DK',
  'Europe/Madrid': 'ES',
  'Atlantic/Canary': 'ES',
  'Europe/Rome': 'IT',
  'Europe/Warsaw': 'PL',
  'Europe/Stockholm': 'SE',
  'Africa/Johannesburg': 'ZA',
  'Pacific/Auckland': 'NZ'
};

/** The country this phone seems to be in, if its numbers are here; null is "somewhere else". */
export function guessCountry(
  countries: Pick<CrisisCountry, 'code'>[],
  zone: string,
  languages: readonly string[]
): string | null {
  const byZone = ZONES[zone] ?? (zone.startsWith('Australia/') ? 'AU' : undefined);
  const regions = languages.map((tag) => tag.split('-').find((part) => /^[A-Z]{2}$/.test(part)));
  const known = (code: string | undefined) => countries.some((country) => country.code === code);
  return [byZone, ...regions].find(known) ?? null;
}

const DAY = 86_400_000;

/** A number nobody has checked for longer than this says so. */
export const isOld = (verifiedOn: string, days: number, now: Date): boolean =>
  now.getTime() - Date.parse(verifiedOn) > days * DAY;
