import { goto } from '$app/navigation';
import type { Reminder } from '#lib/api/types.ts';
import { nextText } from '#lib/features/reminders/plan.ts';
import {
  contentOf,
  deleteReminder,
  reminderWriting,
  type ReminderContent
} from '#lib/features/reminders/reminders.ts';
import { broughtBack } from '#lib/features/writing/brought-back.svelte.ts';
import { putBack, takeBack } from '#lib/features/writing/put-back.ts';
import { sayWithWayBack } from '#lib/features/writing/way-back.ts';
import type { Writing } from '#lib/features/writing/writing.svelte.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { Draft } from '#lib/offline/drafts.ts';
import { session } from '#lib/session/session.svelte.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export type ReminderWriting = Writing<ReminderContent, Reminder>;

/** Says when it comes next, so that a slip of the finger shows at once. */
export function sayNew(row: Reminder): void {
  const next = nextText(row, new Date(), setting);
  sayWithWayBack(t('reminders.saved_next', { next }), async () => {
    await takeBack(reminderWriting, placeOf(row), contentOf(row), deleteReminder);
    await goto('/me/reminders/new');
  });
}

/** A change can be taken back to what was there before. */
export function sayChanged(row: Reminder, before: ReminderContent): void {
  const next = nextText(row, new Date(), setting);
  sayWithWayBack(t('reminders.saved_next', { next }), () =>
    back(row.id, { ...before, version: row.version }, `/me/reminders/${row.id}`)
  );
}

export async function remove(row: Reminder): Promise<void> {
  await deleteReminder(row.id);
  await new Draft({ ...placeOf(row), noun: reminderWriting.noun }).clear();
  sayWithWayBack(t('reminders.deleted'), () =>
    back(row.id, { ...contentOf(row), version: 0 }, '/me/reminders/new')
  );
}

async function back(id: string, begun: ReminderContent & { version: number }, page: string) {
  await putBack(reminderWriting, placeOf({ id }), begun, () => goto(page));
  broughtBack.times++;
}

const placeOf = ({ id }: { id: string }) => ({ owner: session.person.id, id });
