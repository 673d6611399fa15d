import { beforeEach, expect, test, vi } from 'vitest';
import type { OwnIdea, SavedResource, Wishes } from '#lib/api/types.ts';
import { KeptList, merged, viewOf } from './kept-list.svelte.ts';
import { OwnIdeas } from './own-ideas.svelte.ts';
import { areAtOdds, COSTS, OpenWishes, wishesOn, withChosen } from './wishes.svelte.ts';

const server = vi.fn<(request: Request) => Promise<Response>>();
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' }
  });

/** Takes what is put and answers it. */
async function takes(request: Request): Promise<Response> {
  if (request.method === 'DELETE') return new Response(null, { status: 204 });
  const id = new URL(request.url).pathname.split('/').at(-2);
  return json(200, {
    ...((await request.clone().json()) as object),
    id,
    recorded_at: '2026-11-23'
  });
}
const asked = () =>
  server.mock.calls.map(([{ method, url }]) => `${method} ${new URL(url).pathname.slice(7)}`);

const own = (id: string, changes: Partial<OwnIdea> = {}): OwnIdea => ({
  id,
  goal: 'g',
  words: `idea ${id}`,
  state: 'saved',
  helped: null,
  recorded_at: '2026-11-01T10:00:00Z',
  ...changes
});
const saved = (id: string, recorded_at: string) =>
  ({ goal: 'g', state: 'saved', recorded_at, resource: { id } }) as SavedResource;

beforeEach(() => {
  server.mockReset().mockImplementation(takes);
  vi.stubGlobal('fetch', server);
});

test('an own idea shows once the server has it, and the way back takes it away', async () => {
  const ideas = new OwnIdeas([]);
  const adding = ideas.add({ id: 'a', goal: 'g', words: 'walk' });
  expect(ideas.rows).toEqual([]);
  const back = await adding;
  expect(ideas.rows.map(({ words }) => words)).toEqual(['walk']);
  await back();
  expect(ideas.rows).toEqual([]);
  expect(asked()).toEqual(['PUT /own-ideas/a/', 'DELETE /own-ideas/a/']);
});

test('an own idea without words is not sent', async () => {
  const ideas = new OwnIdeas([]);
  const adding = ideas.add({ id: 'a', goal: 'g', words: '  ' });
  await expect(adding).rejects.toMatchObject({ errors: { words: [{ code: 'blank' }] } });
  expect(server).not.toHaveBeenCalled();
});

test('a deleted own idea comes back as it was, with what was said to it since', async () => {
  const ideas = new OwnIdeas([own('a')]);
  const [row] = ideas.rows as [OwnIdea];
  await ideas.answeringOf(row).give({ ...ideas.answeringOf(row).answer, state: 'tried' }, '');
  const back = await ideas.remove(row);
  expect(ideas.rows).toEqual([]);
  await back();
  expect(ideas.rows).toMatchObject([{ id: 'a', words: 'idea a', state: 'tried' }]);
});

test('what could not be deleted is still there', async () => {
  const ideas = new OwnIdeas([own('a')]);
  server.mockRejectedValueOnce(new TypeError('no signal'));
  await expect(ideas.remove(own('a'))).rejects.toMatchObject({ code: 'unreachable' });
  expect(ideas.rows).toHaveLength(1);
});

test('both kinds stand newest first, and an own idea waits for the page it belongs to', () => {
  const rows = [saved('x', '2026-11-20T10:00:00Z'), saved('y', '2026-11-10T10:00:00Z')];
  const ideas = [own('new', { recorded_at: '2026-11-15T10:00:00Z' }), own('old')];
  const keys = (isAll: boolean) => merged(rows, ideas, isAll).map(({ key }) => key);
  expect(keys(false)).toEqual(['g:x', 'new', 'g:y']);
  expect(keys(true)).toEqual(['g:x', 'new', 'g:y', 'old']);
});

test('an idea that is answered anew stays where it is until the list is read again', async () => {
  const first = { next: null, previous: null, results: [] };
  const list = new KeptList(first, [own('a'), own('b', { state: 'dismissed' })], 'saved');
  const [row] = list.own.rows as [OwnIdea];
  await list.own.answeringOf(row).give({ ...list.own.answeringOf(row).answer, state: 'tried' }, '');
  expect(list.all.map(({ key }) => key)).toEqual(['a']);
});

test('the address says what is shown; anything else is what was saved', () => {
  expect(['tried', 'aside', 'x', null].map(viewOf)).toEqual(['tried', 'aside', 'saved', 'saved']);
});

const wishes: Wishes = { place: 'York', wishes: ['low_cost', 'not_nhs'], languages: [] };

test('one cost at a time, and what else is left out stays', () => {
  expect(withChosen(wishes.wishes, COSTS, ['free_only'])).toEqual(['not_nhs', 'free_only']);
  expect(withChosen(wishes.wishes, COSTS, [])).toEqual(['not_nhs']);
  expect(wishesOn({ ...wishes, wishes: ['not_nhs', 'later', 'from_home'] })).toEqual([
    'from_home',
    'not_nhs'
  ]);
});

test('two wishes that leave nearly nothing are noticed', () => {
  expect(areAtOdds(['online_only', 'no_internet'])).toBe(true);
  expect(areAtOdds(['from_home', 'no_internet'])).toBe(false);
});

test('a wish holds at once; one the server does not take is taken back', async () => {
  const open = new OpenWishes(wishes);
  const changing = open.change({ place: 'Leeds' });
  expect(open.wishes.place).toBe('Leeds');
  const back = await changing;
  await back();
  expect(open.wishes.place).toBe('York');
  server.mockRejectedValueOnce(new TypeError('no signal'));
  await expect(open.change({ place: 'Hull' })).rejects.toMatchObject({ code: 'unreachable' });
  expect(open.wishes.place).toBe('York');
});

test('two quick wishes are sent one after the other, and both hold', async () => {
  const open = new OpenWishes(wishes);
  await Promise.all([open.change({ place: 'Leeds' }), open.change({ languages: ['Polish'] })]);
  expect(open.wishes).toMatchObject({ place: 'Leeds', languages: ['Polish'] });
  expect(server).toHaveBeenCalledTimes(2);
});
