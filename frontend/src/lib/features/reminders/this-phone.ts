import { api } from '#lib/api/client.ts';
import { getReach } from './reach.ts';

/**
 * unable: this browser has no notifications · install: it has them once the app is on the home screen ·
 * blocked: the person, or their phone, said no · off · on
 */
export type PhoneStanding = 'unable' | 'install' | 'blocked' | 'off' | 'on';

const isOnHomeScreen = () => matchMedia('(display-mode: standalone)').matches;
const isApple = () => /iPhone|iPad/.test(navigator.userAgent);

export async function phoneStanding(): Promise<PhoneStanding> {
  if (isApple() && !isOnHomeScreen()) return 'install';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return 'unable';
  if (Notification.permission === 'denied') return 'blocked';
  return (await present()) ? 'on' : 'off';
}

/** Asks the phone, then tells the server where to send. False: the person said no. */
export async function allow(pushKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  await register(await subscribed(pushKey));
  return true;
}

/** At each start, for a browser may change its address without a word. Nothing is asked of the person. */
export async function resync(): Promise<void> {
  const known = await present();
  if (!known) return;
  const { push_key } = await getReach();
  if (push_key) await register(await subscribed(push_key));
}

/** Nothing is shown on this phone any more, whoever signs in next. */
export async function turnOff(): Promise<void> {
  await (await present())?.unsubscribe();
}

async function present(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker?.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

/** One that was made for another key of the server is of no use. */
async function subscribed(pushKey: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  if (known && isFor(known, pushKey)) return known;
  await known?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
}

export function isFor({ options }: PushSubscription, pushKey: string): boolean {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') === pushKey;
}

async function register(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await api.POST('/api/v1/reminders/devices/', {
    body: { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } }
  });
}
