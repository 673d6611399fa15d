/// <reference types="@sveltejs/kit" />
import { flush } from '#lib/offline/queue.ts';
import { remembered } from '#lib/offline/remembered.ts';

/** What waits of the person whose phone this is. With their lock on there is no key here, and nothing is sent. */
export async function sendWhatWaits(): Promise<void> {
  const owner = await remembered<string>('who');
  if (owner) await flush(owner).catch(() => undefined);
}
