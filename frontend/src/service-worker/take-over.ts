/// <reference types="@sveltejs/kit" />
import { self } from '$app/service-worker';

/** A new version comes into force once a single window is open, and that one has said that nothing is under way. */
export async function takeOver(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) await self.skipWaiting();
}
