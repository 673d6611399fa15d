/// <reference types="@sveltejs/kit" />
import { self } from '$app/service-worker';

/** What the server sends, encrypted for this browser alone. */
interface Pushed {
  id: string;
  title: string;
  language: string;
  snooze: string;
  snooze_label: string;
}

/** `actions` is not in TypeScript's own types. */
interface Shown extends NotificationOptions {
  actions?: { action: string; title: string }[];
}

const SNOOZE = 'snooze';
const MINUTES = 60;
/** What there is to see about reminders: the notice, and everything of today. */
const SCREEN = '/today';

/** Every push shows one notification, also one that cannot be read; the same id replaces the one before. */
export async function show(event: PushEvent): Promise<void> {
  const { id, title, language, snooze, snooze_label } = read(event.data);
  const options: Shown = {
    tag: id,
    lang: language,
    data: { snooze },
    actions: snooze ? [{ action: SNOOZE, title: snooze_label }] : []
  };
  await self.registration.showNotification(title, options);
}

/** Put off, or open the app: the window that is there, else a new one. */
export async function press({ action, notification }: NotificationEvent): Promise<void> {
  notification.close();
  const { snooze } = notification.data as { snooze: string };
  if (action === SNOOZE) await putOff(snooze);
  else await open();
}

async function putOff(token: string): Promise<void> {
  await fetch('/api/v1/reminders/snooze/', {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, minutes: MINUTES })
  });
}

async function open(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [first] = windows;
  if (first) await first.focus();
  else await self.clients.openWindow(SCREEN);
}

function read(data: PushMessageData | null): Pushed {
  const unread = {
    id: 'reminder',
    title: 'Reminder',
    language: 'en',
    snooze: '',
    snooze_label: ''
  };
  try {
    return { ...unread, ...(data?.json() as Partial<Pushed>) };
  } catch {
    return unread;
  }
}
