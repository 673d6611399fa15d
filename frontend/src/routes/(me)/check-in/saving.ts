import { goto } from '$app/navigation';
import type { CheckIn } from '#lib/api/types.ts';
import {
  checkInWriting,
  deleteCheckIn,
  putCheckIn,
  type CheckInContent
} from '#lib/features/check_in/check-ins.ts';
import { broughtBack } from '#lib/features/writing/brought-back.svelte.ts';
import { sayWithWayBack } from '#lib/features/writing/way-back.ts';
import type { Writing } from '#lib/features/writing/writing.svelte.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { Draft, flushDrafts } from '#lib/offline/drafts.ts';
import { session } from '#lib/session/session.svelte.ts';
import { takenBack } from './taken-back.svelte.ts';

export type CheckInWriting = Writing<CheckInContent, CheckIn>;

const draftOf = ({ id }: CheckIn) =>
  new Draft({ owner: session.person.id, noun: checkInWriting.noun, id });

/** A new check-in is gone again, and its answers are a draft. */
export async function takeBack(row: CheckIn): Promise<void> {
  await deleteCheckIn(row.id);
  const draft = draftOf(row);
  draft.keep({ ...checkInWriting.contentOf(row), version: 0 });
  await draft.flush();
  flushDrafts();
  takenBack.times++;
}

export function sayNew(row: CheckIn): void {
  sayWithWayBack(t('check_in.saved'), async () => {
    await takeBack(row);
    await goto('/check-in');
  });
}

/** A change can be taken back to what was there before. */
export function sayChanged(row: CheckIn, before: CheckInContent): void {
  sayWithWayBack(t('check_in.changed'), async () => {
    await putCheckIn(row.id, { ...before, version: row.version });
    broughtBack.times++;
  });
}

export async function remove(row: CheckIn): Promise<void> {
  await deleteCheckIn(row.id);
  await draftOf(row).clear();
  sayWithWayBack(t('check_in.deleted'), async () => {
    await putCheckIn(row.id, { ...checkInWriting.contentOf(row), version: 0 });
    broughtBack.times++;
  });
}
