import { t, type Key } from '#lib/i18n/t.svelte.ts';

/** Why one way was not taken, or did not work, in plain words; empty: it works. */
export function wayText(reason: string): string {
  if (!reason) return '';
  const key = `reminders.way.${reason}` as Key;
  const said = t(key);
  return said === key ? t('reminders.way.other') : said;
}
