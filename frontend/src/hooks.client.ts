import { takeCode } from '#lib/features/sharing/arrival.ts';
import { nearest, speak } from '#lib/i18n/t.svelte.ts';
import { takeToken } from '#lib/session/invitation.ts';
import { keptLanguage } from '#lib/session/look.ts';
import { begin } from '#lib/session/session.svelte.ts';

/** The browser says so once, often before the code that offers it is there. */
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  globalThis.installOffer = event;
});

/** A slow phone can be tapped meanwhile. */
const room = () => new Promise((go) => setTimeout(go));

/**
 * Who is here is asked while the screen's code is still on its way. Before anything is drawn, the language is settled: as
 * last time on this phone, else as the phone speaks.
 */
export async function init(): Promise<void> {
  takeToken();
  takeCode();
  await room();
  void begin();
  await room();
  await speak(keptLanguage() ?? nearest(navigator.languages)).catch(() => undefined);
}
