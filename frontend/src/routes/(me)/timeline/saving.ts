import { goto } from '$app/navigation';
import type { Milestone } from '#lib/api/types.ts';
import {
  deleteMilestone,
  milestoneWriting,
  putMilestone,
  type MilestoneContent
} from '#lib/features/timeline/milestones.ts';
import { broughtBack } from '#lib/features/writing/brought-back.svelte.ts';
import { sayWithWayBack } from '#lib/features/writing/way-back.ts';
import type { Writing } from '#lib/features/writing/writing.svelte.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { Draft } from '#lib/offline/drafts.ts';
import { session } from '#lib/session/session.svelte.ts';

export type MilestoneWriting = Writing<MilestoneContent, Milestone>;

const draftOf = ({ id }: Milestone) =>
  new Draft({ owner: session.person.id, noun: milestoneWriting.noun, id });

/** Taken back, the words are a draft again. */
export function sayNew(row: Milestone): void {
  sayWithWayBack(t('timeline.milestone.saved'), async () => {
    await deleteMilestone(row.id);
    const draft = draftOf(row);
    draft.keep({ ...milestoneWriting.contentOf(row), version: 0 });
    await draft.flush();
    await goto('/timeline/new');
  });
}

export function sayChanged(row: Milestone, before: MilestoneContent): void {
  sayWithWayBack(t('timeline.milestone.changed'), async () => {
    await putMilestone(row.id, { ...before, version: row.version });
    broughtBack.times++;
  });
}

export async function remove(row: Milestone): Promise<void> {
  await deleteMilestone(row.id);
  await draftOf(row).clear();
  sayWithWayBack(t('timeline.milestone.deleted'), async () => {
    await putMilestone(row.id, { ...milestoneWriting.contentOf(row), version: 0 });
    broughtBack.times++;
  });
}
