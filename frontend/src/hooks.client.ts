import { nearest, speak } from '#lib/i18n/t.svelte.ts';
import { keptLanguage } from '#lib/session/look.ts';

/** The language is settled before anything is drawn: as last time on this phone, else as the phone speaks. */
export async function init(): Promise<void> {
  await speak(keptLanguage() ?? nearest(navigator.languages)).catch(() => undefined);
}
