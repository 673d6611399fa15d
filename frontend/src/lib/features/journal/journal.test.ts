import { beforeEach, expect, test, vi } from 'vitest';
import type { Entry } from '#lib/api/types.ts';
import { another } from './asking.ts';
import { byDay } from './days.ts';
import { entriesAfter, entriesFor, entryAbout, entryWriting, putEntry } from './journal.ts';
import { marked } from './lines.ts';
import { MOST_TAGS, suggestedTags, typedTags, withTags } from './tags.ts';

const server = vi.fn<(request: Request) => Promise<Response>>();
const sent = (call = 0) => server.mock.calls[call]?.[0] as Request;
const page = (next: string | null = null) => ({ next, previous: null, results: [] });

beforeEach(() => {
  server.mockReset().mockImplementation(() =>
    Promise.resolve(
      new Response(JSON.stringify(page()), {
        status: 200,
        headers: { 'Content-Type': 'application/json' }
      })
    )
  );
  vi.stubGlobal('fetch', server);
});

test('words and tags one looks for never stand in an address', async () => {
  await entriesFor({ goal: null, text: 'canary', tag: 'private' });
  expect(sent().method).toBe('POST');
  expect(sent().url).not.toMatch(/canary|private/);
  expect(await sent().json()).toEqual({ text: 'canary', tag: 'private' });
});

test('a tag alone is sent alone', async () => {
  await entriesFor({ goal: null, text: '', tag: 'sleep' });
  expect(await sent().json()).toEqual({ tag: 'sleep' });
});

test('a goal’s pages are asked for by its id', async () => {
  await entriesFor({ goal: 'g1', text: '', tag: null });
  expect(sent().url).toContain('/journal/entries/?goal=g1');
});

test('the page after is asked for with the same words', async () => {
  const first = page('https://elsewhere.example/api/v1/journal/entries/search/?cursor=abc');
  await entriesAfter(first, { goal: null, text: 'canary', tag: null });
  expect(new URL(sent().url).search).toBe('?cursor=abc');
  expect(await sent().json()).toEqual({ text: 'canary' });
});

test('after the last page there is none', async () => {
  expect(await entriesAfter(page(), { goal: null, text: '', tag: null })).toBeNull();
  expect(server).not.toHaveBeenCalled();
});

test('an empty page is not sent; the words are asked for instead', async () => {
  const { blank } = entryAbout({ goal: 'g1' });
  expect(blank().goal).toBe('g1');
  await expect(putEntry('e', { ...blank(), version: 0 })).rejects.toMatchObject({
    errors: { words: [{ code: 'blank' }] }
  });
  expect(server).not.toHaveBeenCalled();
});

test('pages stand under the day they were written on, by the person’s own clock', () => {
  const written = (recorded_at: string) => ({ id: recorded_at, recorded_at }) as Entry;
  const entries = ['2026-11-23T23:30:00Z', '2026-11-23T09:00:00Z', '2026-11-22T23:00:00Z'].map(
    written
  );
  expect(byDay(entries, 'Europe/London').map(({ on }) => on)).toEqual(['2026-11-23', '2026-11-22']);
  expect(byDay(entries, 'Asia/Tokyo').map(({ on }) => on)).toEqual(['2026-11-24', '2026-11-23']);
});

test.each([
  ['sleep', ['sleep']],
  ['#sleep, my  sister ,', ['sleep', 'my sister']],
  [' , ', []]
])('“%s” is typed for %j', (typed, tags) => {
  expect(typedTags(typed)).toEqual(tags);
});

test('a tag is there once, in whichever spelling came first', () => {
  expect(withTags(['Café'], ['cafe', 'tea'])).toEqual(['Café', 'tea']);
  expect(suggestedTags(['Tea', 'sleep'], ['tea'])).toEqual(['sleep']);
});

test('a page holds so many tags and no more', () => {
  const many = Array.from({ length: MOST_TAGS + 3 }, (_, n) => `t${n}`);
  expect(withTags([], many)).toHaveLength(MOST_TAGS);
});

test('questions do not come again before all have been asked', () => {
  const prompts = ['a', 'b', 'c'].map((code) => ({ code, text: code }));
  expect(another(prompts, ['a', 'c'])?.code).toBe('b');
  expect(another(prompts, ['a', 'b', 'c'], () => 0)?.code).toBe('a');
  expect(another([{ code: 'a', text: 'a' }], ['a'])).toBeUndefined();
});

test('a mark for sharing goes along when a page is changed', () => {
  const marked = { ...entryAbout({}).blank(), is_marked_for_sharing: true } as unknown as Entry;
  expect(entryWriting.contentOf(marked).is_marked_for_sharing).toBe(true);
});

test('words marked within the page need not be typed again; others are left alone', () => {
  document.body.innerHTML = '<p id="page">A robin came.</p><p id="other">Menu</p>';
  const [at, other] = ['page', 'other'].map((id) => document.getElementById(id) as HTMLElement);
  const selection = (node?: HTMLElement) =>
    ({ anchorNode: node?.firstChild, toString: () => ' robin ' }) as unknown as Selection;
  expect(marked(at, selection(at))).toBe('robin');
  expect(marked(at, selection(other))).toBe('');
  expect(marked(at, null)).toBe('');
});
