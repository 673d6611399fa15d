import { remember, remembered } from '#lib/offline/remembered.ts';

/** On how many days the app was opened here, and whether somebody said no. */
interface Kept {
  days: number;
  last: string;
  isOff: boolean;
}

const PLACE = 'install';
/** So many days of use show that it helps; a saved check-in shows it at once. */
export const DAYS = 3;

const kept = async (): Promise<Kept> =>
  (await remembered<Kept>(PLACE)) ?? { days: 0, last: '', isOff: false };

/** Notes that the app was opened on this day, and tells whether it is time to offer the home screen. */
export async function mayOffer(hasCheckedIn: boolean, now = new Date()): Promise<boolean> {
  const before = await kept();
  if (before.isOff) return false;
  const today = now.toISOString().slice(0, 10);
  const days = before.last === today ? before.days : before.days + 1;
  await remember(PLACE, { ...before, days, last: today });
  return hasCheckedIn || days >= DAYS;
}

/** For good. The way stays on the page about this phone. */
export const neverOffer = async (): Promise<void> =>
  remember(PLACE, { ...(await kept()), isOff: true });
