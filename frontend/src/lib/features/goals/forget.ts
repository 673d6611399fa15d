import { Draft } from '#lib/offline/drafts.ts';
import { goalWriting } from './goals.ts';
import { STATUSES } from './standing.ts';

const NOUNS = [
  goalWriting.noun,
  'goal_step',
  'goal_rating',
  ...STATUSES.map((status) => `goal_${status}`)
];

/** A goal deleted for good leaves nothing half-written on the phone either. */
export async function forgetDrafts(owner: string, id: string): Promise<void> {
  await Promise.all(
    NOUNS.map((noun) => new Draft({ owner, noun, id }).clear().catch(() => undefined))
  );
}
