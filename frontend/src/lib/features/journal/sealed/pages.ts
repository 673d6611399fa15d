import { api, got, gotNext } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import type { Entry, Paged } from '#lib/api/types.ts';
import { matching, type Asked } from '#lib/offline/reading-back.ts';
import { sealed, unsealed, type Sealable } from './format.ts';
import { heldBy } from './held.ts';

/** closed: its key is not open on this phone · broken: it was changed, or is another page */
export type Page = Entry & { unread?: 'closed' | 'broken' };

const PROBLEMS = {
  closed: () => new ApiProblem({ status: 409, code: 'sealed_closed' }),
  broken: () => new ApiProblem({ status: 409, code: 'sealed_broken' })
};
type Why = keyof typeof PROBLEMS;

/** What needs a page to be read, or a key to be open here, cannot be done. */
export const unreadable = (why: Why): ApiProblem => PROBLEMS[why]();

export const whyUnread = (error: unknown): Why | undefined =>
  error instanceof ApiProblem ? CODES[error.code] : undefined;

const CODES: Partial<Record<string, Why>> = { sealed_closed: 'closed', sealed_broken: 'broken' };

/** With what it says, where it can be read here. */
export async function opened(owner: string, entry: Entry): Promise<Page> {
  if (!entry.seal) return entry;
  const key = (await heldBy(owner)).find(({ id }) => id === entry.sealed_under);
  if (!key) return { ...entry, unread: 'closed' };
  try {
    return { ...entry, ...(await unsealed(key, entry.id, entry.seal, owner)) };
  } catch {
    return { ...entry, unread: 'broken' };
  }
}

/** What is sent instead of the page. */
export async function sealedAs<Body extends Sealable>(owner: string, id: string, body: Body) {
  const [key] = await heldBy(owner);
  if (!key) throw unreadable('closed');
  const { words, tags, prompt, goal, check_in, ...rest } = body;
  const seal = await sealed(key, id, { words, tags, prompt, goal, check_in });
  const nothing = { words: '', tags: [], prompt: null, goal: null, check_in: null };
  const never = { is_never_shared: true, is_marked_for_sharing: false };
  return { ...rest, ...nothing, ...never, seal, sealed_under: key.id };
}

/** A sealed page that waits to be sent, as another page: its seal holds for one id only. */
export async function resealed<Body>(owner: string, from: string, to: string, body: Body) {
  const { seal, ...entry } = body as Body & Entry;
  if (!seal) return body;
  const page = await opened(owner, { ...entry, seal, id: from });
  if (page.unread) throw unreadable(page.unread);
  const { words, tags, prompt, goal, check_in } = page;
  return { ...body, ...(await sealedAs(owner, to, { words, tags, prompt, goal, check_in })) };
}

/** Every sealed page whose key is open here, the newest first. */
export async function openPages(owner: string): Promise<Page[]> {
  const lists = (await heldBy(owner)).map(({ id }) => sealedUnder(id));
  const all = (await Promise.all(lists)).flat().filter(({ seal }) => seal);
  return Promise.all(all.map((entry) => opened(owner, entry)));
}

export async function sealedUnder(key: string): Promise<Entry[]> {
  const query = { sealed_under: key, page_size: 100 };
  const found: Entry[] = [];
  let page: Paged<Entry> | null = await got(
    api.GET('/api/v1/journal/entries/', { params: { query } })
  );
  for (; page; page = await gotNext<Paged<Entry>>(page.next)) found.push(...page.results);
  return found.filter(({ sealed_under }) => sealed_under === key);
}

/** The server cannot look into sealed pages; this phone can, as far as they are open here. */
export async function withSealed(
  owner: string,
  asked: Asked,
  page: Paged<Entry>
): Promise<Paged<Entry>> {
  const fits = matching(asked);
  const found = (await openPages(owner)).filter((entry) => !entry.unread && fits(entry));
  const known = page.results.filter(({ id }) => !found.some((one) => one.id === id));
  const results = [...known, ...found].sort(
    (a, b) => Date.parse(b.recorded_at) - Date.parse(a.recorded_at)
  );
  return { ...page, results };
}
