import { api, got, gotNext } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Entry, Paged } from '#lib/api/types.ts';
import { promptInWords } from '#lib/i18n/questions.ts';

export type EntryContent = Pick<
  Entry,
  | 'recorded_at'
  | 'words'
  | 'prompt'
  | 'tags'
  | 'goal'
  | 'check_in'
  | 'is_never_shared'
  | 'is_marked_for_sharing'
>;
type EntryBody = EntryContent & { version: number };

/** What a person looks for; words and tags go in a body, so that they never stand in an address. */
export interface Wanted {
  goal: string | null;
  text: string;
  tag: string | null;
}

export const isEverything = ({ goal, text, tag }: Wanted): boolean => !goal && !text && !tag;

export function entriesFor({ goal, text, tag }: Wanted, cursor?: string): Promise<Paged<Entry>> {
  const query = cursor ? { cursor } : {};
  if (!text && !tag) {
    const about = goal ? { ...query, goal } : query;
    return got(api.GET('/api/v1/journal/entries/', { params: { query: about } }));
  }
  const body = { ...(text && { text }), ...(tag && { tag }) };
  return got(api.POST('/api/v1/journal/entries/search/', { params: { query }, body }));
}

/** The page after, asked for as the first one was; null when there is none. */
export async function entriesAfter(
  page: Paged<Entry>,
  wanted: Wanted
): Promise<Paged<Entry> | null> {
  if (!page.next) return null;
  if (!wanted.text && !wanted.tag) return gotNext<Paged<Entry>>(page.next);
  const cursor = new URL(page.next, location.origin).searchParams.get('cursor');
  return entriesFor(wanted, cursor ?? undefined);
}

export const getEntry = (id: string): Promise<Entry> =>
  got(api.GET('/api/v1/journal/entries/{id}/', { params: { path: { id } } }));

export async function putEntry(id: string, body: EntryBody): Promise<Entry> {
  if (!body.words.trim()) throw noWords();
  return got(api.PUT('/api/v1/journal/entries/{id}/', { params: { path: { id } }, body }));
}

const noWords = () =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { words: [{ code: 'blank' }] } });

export async function deleteEntry(id: string): Promise<void> {
  await api.DELETE('/api/v1/journal/entries/{id}/', { params: { path: { id } } });
}

/** The most used first. */
export const usedTags = async (): Promise<string[]> =>
  (await got(api.GET('/api/v1/journal/tags/'))).tags.map(({ tag }) => tag);

/** In the language spoken now. */
export const prompts = async (): Promise<{ code: string; text: string }[]> =>
  (await got(api.GET('/api/v1/journal/prompts/'))).map(promptInWords);

/** How the journal's screens write one. */
export const entryWriting = {
  noun: 'entry',
  blank: (): EntryContent => ({
    recorded_at: recordedNow(),
    words: '',
    prompt: null,
    tags: [],
    goal: null,
    check_in: null,
    is_never_shared: false,
    is_marked_for_sharing: false
  }),
  contentOf: (entry: Entry): EntryContent => ({
    recorded_at: entry.recorded_at,
    words: entry.words,
    prompt: entry.prompt,
    tags: entry.tags,
    goal: entry.goal,
    check_in: entry.check_in,
    is_never_shared: entry.is_never_shared,
    is_marked_for_sharing: entry.is_marked_for_sharing
  }),
  put: putEntry
};

/** A new page that already knows what it is about. */
export const entryAbout = (links: Partial<Pick<EntryContent, 'goal' | 'check_in'>>) => ({
  ...entryWriting,
  blank: (): EntryContent => ({ ...entryWriting.blank(), ...links })
});
