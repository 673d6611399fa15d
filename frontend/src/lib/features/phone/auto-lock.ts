import { lockOf } from '#lib/offline/lock.ts';

const MINUTE = 60_000;

/** Locks once the app has been out of sight for as long as the person said. Answers how to stop. */
export function autoLock(owner: string, lock: () => void): () => void {
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look() {
    clearTimeout(timer);
    const { isOn, minutes } = await lockOf(owner);
    if (!isOn) return;
    if (!document.hidden && since && Date.now() - since >= minutes * MINUTE) return lock();
    since = document.hidden ? Date.now() : 0;
    if (document.hidden) timer = setTimeout(lock, minutes * MINUTE);
  }

  const heard = () => void look().catch(() => undefined);
  document.addEventListener('visibilitychange', heard);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', heard);
  };
}
