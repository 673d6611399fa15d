import { api, got, gotNext } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Entry, Paged } from '#lib/api/types.ts';
import { promptInWords } from '#lib/i18n/questions.ts';
import { session } from '#lib/session/session.svelte.ts';
import type { Page } from './sealed/pages.ts';

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
> & {
  /** Encrypted on this phone before it is sent. */
  is_sealed: boolean;
};
type EntryBody = EntryContent & { version: number };

/** What a person looks for; words and tags go in a body, so that they never stand in an address. */
export interface Wanted {
  goal: string | null;
  text: string;
  tag: string | null;
}

export const isEverything = ({ goal, text, tag }: Wanted): boolean => !goal && !text && !tag;

/** What has to do with sealed pages comes only to those who have one. */
const pages = () => import('./sealed/pages.ts');

const read = async (entry: Entry): Promise<Page> =>
  entry.seal ? (await pages()).opened(session.person.id, entry) : entry;

const readAll = async (page: Paged<Entry>): Promise<Paged<Page>> => ({
  ...page,
  results: await Promise.all(page.results.map(read))
});

/** The first of what was looked for, together with the sealed pages that fit; the server cannot look into those. */
export async function foundFor(wanted: Wanted, cursor?: string): Promise<Paged<Page>> {
  const page = await readAll(await entriesFor(wanted, cursor));
  if (cursor || isEverything(wanted)) return page;
  const { goal, text, tag } = wanted;
  const asked = { ...(goal && { goal }), ...(text && { text }), ...(tag && { tag }) };
  return (await pages()).withSealed(session.person.id, asked, page);
}

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
): Promise<Paged<Page> | null> {
  if (!page.next) return null;
  if (!wanted.text && !wanted.tag) {
    const next = await gotNext<Paged<Entry>>(page.next);
    return next && readAll(next);
  }
  const cursor = new URL(page.next, location.origin).searchParams.get('cursor');
  return readAll(await entriesFor(wanted, cursor ?? undefined));
}

export const getEntry = async (id: string): Promise<Page> =>
  read(await got(api.GET('/api/v1/journal/entries/{id}/', { params: { path: { id } } })));

/** To be changed, a page has to be read. */
export async function getReadable(id: string): Promise<Page> {
  const page = await getEntry(id);
  if (page.unread) throw (await pages()).unreadable(page.unread);
  return page;
}

export async function putEntry(id: string, { is_sealed, ...page }: EntryBody): Promise<Page> {
  if (!page.words.trim()) throw noWords();
  const body = is_sealed
    ? await (await pages()).sealedAs(session.person.id, id, page)
    : { ...page, seal: null, sealed_under: null };
  const put = api.PUT('/api/v1/journal/entries/{id}/', { params: { path: { id } }, body });
  return read(await got(put.catch(refused)));
}

/** What the server holds instead is read as any page. */
async function refused(error: unknown): Promise<never> {
  if (!(error instanceof ApiProblem) || error.code !== 'stale_version') throw error;
  const { status, code, errors } = error;
  throw new ApiProblem({ status, code, errors, current: await read(error.current as Entry) });
}

/** Unread: the very seal that was there. */
export async function putAsItWas(page: Page): Promise<void> {
  const [params, body] = [{ path: { id: page.id } }, { ...page, unread: undefined }];
  await api.PUT('/api/v1/journal/entries/{id}/', { params, body });
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
    is_marked_for_sharing: false,
    is_sealed: false
  }),
  contentOf: (entry: Page): EntryContent => ({
    recorded_at: entry.recorded_at,
    words: entry.words,
    prompt: entry.prompt,
    tags: entry.tags,
    goal: entry.goal,
    check_in: entry.check_in,
    is_never_shared: entry.is_never_shared,
    is_marked_for_sharing: entry.is_marked_for_sharing,
    is_sealed: Boolean(entry.seal)
  }),
  put: putEntry
};

/** A new page that already knows what it is about. */
export const entryAbout = (links: Partial<Pick<EntryContent, 'goal' | 'check_in'>>) => ({
  ...entryWriting,
  blank: (): EntryContent => ({ ...entryWriting.blank(), ...links })
});
