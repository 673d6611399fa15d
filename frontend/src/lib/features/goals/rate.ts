import { ApiProblem } from '#lib/api/errors.ts';
import { newId } from '#lib/api/ids.ts';
import type { GoalRating } from '#lib/api/types.ts';
import type { Back } from './open-goal.svelte.ts';
import { deleteRating, putRating } from './goals.ts';

/**
 * Appends a rating; ratings are never edited. One that had already arrived with other words, its answer lost on the
 * way, stays, and this one is appended beside it.
 */
export async function rate(goal: string, rating: GoalRating): Promise<Back> {
  const { id } = await putRating(goal, rating).catch((error: unknown) => {
    if (!(error instanceof ApiProblem && error.code === 'id_taken')) throw error;
    return putRating(goal, { ...rating, id: newId() });
  });
  return () => deleteRating(goal, id);
}
