import { messages, t } from '#lib/i18n/t.svelte.ts';
import { keepSending, tellCleared } from '#lib/offline/person.ts';
import { say } from '#lib/ui/toasts.svelte.ts';
import { autoLock } from './auto-lock.ts';
import { face, putOn } from './face.ts';
import './install.svelte.ts';
import { letUpdate } from './update.ts';

/** What runs beside every screen of a person, once the first one stands. Answers how to stop. */
export function start(owner: string, lock: () => void): () => void {
  putOn(face());
  void tellIfCleared().catch(() => undefined);
  void letUpdate(owner).catch(() => undefined);
  const ends = [keepSending(owner), autoLock(owner, lock)];
  return () => ends.forEach((end) => end());
}

/** A store that was wiped starts cleanly, and says so. */
async function tellIfCleared(): Promise<void> {
  if (!tellCleared()) return;
  await messages('phone');
  say(t('phone.line.cleared'));
}
