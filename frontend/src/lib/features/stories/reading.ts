import { api, got, gotNext } from '#lib/api/client.ts';
import type { Paged, Verdict, WaitingStory, WholeWaitingStory } from '#lib/api/types.ts';

export const waitingStories = (): Promise<Paged<WaitingStory>> =>
  got(api.GET('/api/v1/waiting-stories/'));

export const waitingAfter = (page: Paged<WaitingStory>): Promise<Paged<WaitingStory> | null> =>
  gotNext<Paged<WaitingStory>>(page.next);

/** With its words. Its writer can see that they were read. */
export const oneWaiting = (story_id: string): Promise<WholeWaitingStory> =>
  got(api.GET('/api/v1/waiting-stories/{story_id}/', { params: { path: { story_id } } }));

export async function judge(story_id: string, verdict: Verdict, words: string): Promise<void> {
  await api.POST('/api/v1/waiting-stories/{story_id}/readings/', {
    params: { path: { story_id } },
    body: { verdict, words }
  });
}
