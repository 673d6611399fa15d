import { keepSending } from '#lib/offline/person.ts';
import { autoLock } from './auto-lock.ts';
import { face, putOn } from './face.ts';
import './install.svelte.ts';
import { letUpdate } from './update.ts';

/** What runs beside every screen of a person, once the first one stands. Answers how to stop. */
export function start(owner: string, lock: () => void): () => void {
  putOn(face());
  void letUpdate(owner).catch(() => undefined);
  const ends = [keepSending(owner), autoLock(owner, lock)];
  return () => ends.forEach((end) => end());
}
