import { goto } from '$app/navigation';
import type { Reminder } from '#lib/api/types.ts';
import { nextText } from '#lib/features/reminders/plan.ts';
import {
  contentOf,
  deleteReminder,
  putReminder,
  reminderWriting,
  type ReminderContent
} from '#lib/features/reminders/reminders.ts';
import { broughtBack } from '#lib/features/writing/brought-back.svelte.ts';
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
    await deleteReminder(row.id);
    const draft = draftOf(row);
    draft.keep({ ...contentOf(row), version: 0 });
    await draft.flush();
    await goto('/me/reminders/new');
  });
}

export function sayChanged(row: Reminder, before: ReminderContent): void {
  const next = nextText(row, new Date(), setting);
  sayWithWayBack(t('reminders.saved_next', { next }), async () => {
    await putReminder(row.id, { ...before, version: row.version });
    broughtBack.times++;
  });
}

export async function remove(row: Reminder): Promise<void> {
  await deleteReminder(row.id);
  await draftOf(row).clear();
  sayWithWayBack(t('reminders.deleted'), async () => {
    await putReminder(row.id, { ...contentOf(row), version: 0 });
    broughtBack.times++;
  });
}

const draftOf = ({ id }: Reminder) =>
  new Draft({ owner: session.person.id, noun: reminderWriting.noun, id });
