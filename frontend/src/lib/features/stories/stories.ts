import { api, got } from '#lib/api/client.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Paged, PublishedStory, Story } from '#lib/api/types.ts';

export type StoryContent = Pick<
  Story,
  'recorded_at' | 'title' | 'about' | 'words' | 'content_note' | 'signed' | 'areas' | 'language'
>;
type StoryBody = StoryContent & { version: number };

/** Of the consent that is on the screen; the server keeps which one was agreed to. */
export const WORDING = 1;

export const ownStories = (): Promise<Paged<Story>> => got(api.GET('/api/v1/stories/'));

export const oneStory = (id: string): Promise<Story> =>
  got(api.GET('/api/v1/stories/{id}/', { params: { path: { id } } }));

const putStory = (id: string, body: StoryBody): Promise<Story> =>
  got(api.PUT('/api/v1/stories/{id}/', { params: { path: { id } }, body }));

export async function deleteStory(id: string): Promise<void> {
  await api.DELETE('/api/v1/stories/{id}/', { params: { path: { id } } });
}

/** Give it to its readers, with the yes to publish it. */
export const askForStory = (id: string): Promise<Story> =>
  got(
    api.POST('/api/v1/stories/{id}/ask/', {
      params: { path: { id } },
      body: { agrees: true, wording: WORDING }
    })
  );

export const takeBackStory = (id: string): Promise<Story> =>
  got(api.POST('/api/v1/stories/{id}/take-back/', { params: { path: { id } } }));

/** The words behind one of the ideas. */
export const publishedStory = (resource_id: string): Promise<PublishedStory> =>
  got(api.GET('/api/v1/resources/{resource_id}/story/', { params: { path: { resource_id } } }));

/** Whether an idea is a story told here, and so has words behind it. */
export const isToldHere = ({ source, status }: { source: string; status: string }): boolean =>
  source === 'stories' && status === 'active';

export const storyWriting = {
  noun: 'story',
  blank: (): StoryContent => ({
    recorded_at: recordedNow(),
    title: '',
    about: '',
    words: '',
    content_note: '',
    signed: '',
    areas: [],
    language: 'English'
  }),
  contentOf: (story: Story): StoryContent => ({
    recorded_at: story.recorded_at,
    title: story.title,
    about: story.about,
    words: story.words,
    content_note: story.content_note,
    signed: story.signed,
    areas: story.areas,
    language: story.language
  }),
  put: putStory
};
