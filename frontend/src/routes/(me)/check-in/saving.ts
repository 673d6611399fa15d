import { goto } from '$app/navigation';
import type { CheckIn } from '#lib/api/types.ts';
import {
  checkInWriting,
  deleteCheckIn,
  type CheckInContent
} from '#lib/features/check_in/check-ins.ts';
import { broughtBack } from '#lib/features/writing/brought-back.svelte.ts';
import { putBack, takeBack } from '#lib/features/writing/put-back.ts';
import { sayWithWayBack } from '#lib/features/writing/way-back.ts';
import type { Writing } from '#lib/features/writing/writing.svelte.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { Draft, flushDrafts } from '#lib/offline/drafts.ts';
import { session } from '#lib/session/session.svelte.ts';
import { takenBack } from './taken-back.svelte.ts';

export type CheckInWriting = Writing<CheckInContent, CheckIn>;

const placeOf = ({ id }: { id: string }) => ({ owner: session.person.id, id });

/** A new check-in is gone again, and its answers are a draft. */
export async function takeBackCheckIn(row: CheckIn): Promise<void> {
  const content = checkInWriting.contentOf(row);
  await takeBack(checkInWriting, placeOf(row), content, deleteCheckIn);
  void flushDrafts();
  takenBack.times++;
}

export function sayNew(row: CheckIn): void {
  sayWithWayBack(t('check_in.saved'), async () => {
    await takeBackCheckIn(row);
    await goto('/check-in');
  });
}

/** A change can be taken back to what was there before. */
export function sayChanged(row: CheckIn, before: CheckInContent): void {
  sayWithWayBack(t('check_in.changed'), () =>
    back(row.id, { ...before, version: row.version }, `/check-in/${row.id}`)
  );
}

export async function remove(row: CheckIn): Promise<void> {
  await deleteCheckIn(row.id);
  await new Draft({ ...placeOf(row), noun: checkInWriting.noun }).clear();
  sayWithWayBack(t('check_in.deleted'), () =>
    back(row.id, { ...checkInWriting.contentOf(row), version: 0 }, '/check-in')
  );
}

async function back(id: string, begun: CheckInContent & { version: number }, page: string) {
  await putBack(checkInWriting, placeOf({ id }), begun, () => goto(page));
  broughtBack.times++;
}
