import { isWriting } from '#lib/offline/flush.ts';
import { unsent } from '#lib/offline/person.ts';

/** A new version may take over only while nothing is being written and nothing waits: else it waits too. */
export async function letUpdate(owner: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.waiting) return;
  if (isWriting() || (await unsent(owner)) > 0) return;
  registration.waiting.postMessage('take-over');
}
