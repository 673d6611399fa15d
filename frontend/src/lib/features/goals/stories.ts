import { api, got } from '#lib/api/client.ts';
import type { StoryCard } from '#lib/api/types.ts';

/** Stories told here about an area of this goal, the nearest first; none where they cannot be had now. */
export async function storiesFor(goal_id: string): Promise<StoryCard[]> {
  const path = { goal_id };
  const page = await got(api.GET('/api/v1/goals/{goal_id}/stories/', { params: { path } })).catch(
    () => ({ stories: [] })
  );
  return page.stories;
}
