import { goto } from '$app/navigation';
import type { Milestone } from '#lib/api/types.ts';
import {
  deleteMilestone,
  milestoneWriting,
  type MilestoneContent
} from '#lib/features/timeline/milestones.ts';
import { broughtBack } from '#lib/features/writing/brought-back.svelte.ts';
import { putBack, takeBack } from '#lib/features/writing/put-back.ts';
import { sayWithWayBack } from '#lib/features/writing/way-back.ts';
import type { Writing } from '#lib/features/writing/writing.svelte.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { Draft } from '#lib/offline/drafts.ts';
import { session } from '#lib/session/session.svelte.ts';

export type MilestoneWriting = Writing<MilestoneContent, Milestone>;

const placeOf = ({ id }: { id: string }) => ({ owner: session.person.id, id });

/** Taken back, the words are a draft again. */
export function sayNew(row: Milestone): void {
  sayWithWayBack(t('timeline.milestone.saved'), async () => {
    await takeBack(
      milestoneWriting,
      placeOf(row),
      milestoneWriting.contentOf(row),
      deleteMilestone
    );
    await goto('/timeline/new');
  });
}

/** A change can be taken back to what was there before. */
export function sayChanged(row: Milestone, before: MilestoneContent): void {
  sayWithWayBack(t('timeline.milestone.changed'), () =>
    back(row.id, { ...before, version: row.version }, `/timeline/${row.id}`)
  );
}

export async function remove(row: Milestone): Promise<void> {
  await deleteMilestone(row.id);
  await new Draft({ ...placeOf(row), noun: milestoneWriting.noun }).clear();
  sayWithWayBack(t('timeline.milestone.deleted'), () =>
    back(row.id, { ...milestoneWriting.contentOf(row), version: 0 }, '/timeline/new')
  );
}

async function back(id: string, begun: MilestoneContent & { version: number }, page: string) {
  await putBack(milestoneWriting, placeOf({ id }), begun, () => goto(page));
  broughtBack.times++;
}
