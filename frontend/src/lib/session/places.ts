/** To ask a slow phone for them would cost the first screen a tenth of a second. */
const NAMES: Record<string, string> = { en: 'English', es: 'Español' };

/** A language by its own name: "English", "Español". */
export const languageName = (tag: string): string => NAMES[tag] ?? nameOf(tag);

function nameOf(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** Where this phone thinks it is. */
export const phoneTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All zones the phone knows, the chosen one among them. */
export function timeZones(chosen: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes(chosen) ? known : [chosen, ...known];
}

/** The language as it is written where this phone is ("en-GB" for "en"), for dates and times. */
export function regional(language: string, wishes: readonly string[]): string {
  const near = wishes.find((tag) => tag.split('-')[0] === language && tag.includes('-'));
  return near ?? (language === 'en' ? 'en-GB' : language);
}
