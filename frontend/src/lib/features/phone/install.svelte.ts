/** What the browser hands out when it would put the app on the home screen. Not in TypeScript's own types. */
interface Offer extends Event {
  prompt: () => Promise<unknown>;
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export const installing = $state<{ offer: Offer | null; isDone: boolean }>({
  offer: (globalThis.installOffer as Offer | undefined) ?? null,
  isDone: matchMedia('(display-mode: standalone)').matches
});

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  installing.offer = event as Offer;
});
addEventListener('appinstalled', () => {
  installing.offer = null;
  installing.isDone = true;
});

export async function install(): Promise<void> {
  const { offer } = installing;
  installing.offer = null;
  globalThis.installOffer = undefined;
  await offer?.prompt();
}

export const isSafari = (agent: string): boolean => /iPhone|iPad/.test(agent);
