const WORKER = '/service-worker.js';

/**
 * Keeps the app itself on this phone, so that it starts without a signal. All of it is fetched for that: on a slow phone
 * the first screen goes before.
 */
export async function keepHere(): Promise<void> {
  const policy = globalThis.trustedTypes?.createPolicy('own-worker', {
    createScriptURL: (address) => address
  });
  const address = policy?.createScriptURL(WORKER) ?? WORKER;
  await navigator.serviceWorker?.register(address, { type: 'module' });
}
