import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Plan } from '#lib/api/types.ts';
import { isReadable, mayWait } from '#lib/offline/nouns.ts';
import { forget } from '#lib/offline/store.ts';
import { Writing } from '#lib/features/writing/writing.svelte.ts';
import { sectionWriting, type Section } from '#lib/features/plan/plan.ts';

const plan = (changes: Partial<Plan> = {}): Plan => ({
  version: 1,
  recorded_at: '2026-11-01T10:00:00Z',
  keeping_well: 'Walks',
  early_signs: '',
  what_helps: 'Tea',
  who_to_call: '',
  wishes: '',
  ...changes
});

/** A server that holds one plan. */
let stored: Plan;
let isDown: boolean;
const puts: Plan[] = [];

async function server(request: Request): Promise<Response> {
  if (isDown) throw new TypeError('no signal');
  if (request.method === 'DELETE') return new Response(null, { status: 204 });
  if (request.method === 'GET') return Response.json(stored);
  const sent = (await request.json()) as Plan;
  if (sent.version !== stored.version) {
    return Response.json({ code: 'stale_version', status: 409, current: stored }, { status: 409 });
  }
  puts.push(sent);
  stored = { ...sent, version: sent.version + 1 };
  return Response.json(stored);
}

beforeEach(() => {
  forget();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('fetch', (request: Request) => server(request));
  stored = plan();
  isDown = false;
  puts.length = 0;
});

async function writing(section: Section, base: Plan) {
  const kind = sectionWriting(section, base);
  const opened = new Writing(kind, { owner: 'alice', id: section });
  await opened.open(() => Promise.resolve(kind.row));
  return opened;
}

test('a part is sent with the others as they stand', async () => {
  const opened = await writing('early_signs', stored);
  opened.content.words = 'I stop opening letters';
  expect(await opened.save()).toMatchObject({ version: 2, words: 'I stop opening letters' });
  expect(stored).toMatchObject({ keeping_well: 'Walks', what_helps: 'Tea' });
});

test('another part changed on another phone is no conflict, and is not lost', async () => {
  const opened = await writing('early_signs', stored);
  stored = plan({ version: 5, wishes: 'Feed the cat' });
  opened.content.words = 'I stop opening letters';
  expect(await opened.save()).toMatchObject({ version: 6 });
  expect(stored).toMatchObject({ wishes: 'Feed the cat', early_signs: 'I stop opening letters' });
});

test('the same part changed on another phone keeps both texts until the person has chosen', async () => {
  const opened = await writing('what_helps', stored);
  stored = plan({ version: 2, what_helps: 'Music' });
  opened.content.words = 'Tea and a walk';
  expect(await opened.save()).toBeNull();
  expect([opened.content.words, opened.conflict?.words]).toEqual(['Tea and a walk', 'Music']);
  expect(await opened.keepMine()).toMatchObject({ words: 'Tea and a walk', version: 3 });
});

test('an answer that was lost is as good as saved', async () => {
  const opened = await writing('what_helps', stored);
  stored = plan({ version: 2, what_helps: 'Music' });
  opened.content.words = 'Music ';
  expect(await opened.save()).toMatchObject({ words: 'Music', version: 2 });
  expect(puts).toEqual([]);
});

test('each part has a draft of its own', async () => {
  const one = await writing('what_helps', stored);
  one.content.words = 'Half a sent';
  one.keep();
  isDown = true;
  expect(await one.save()).toBeNull();
  isDown = false;
  const other = await writing('wishes', stored);
  expect([other.content.words, other.isRestored]).toEqual(['', false]);
  await vi.waitFor(async () => {
    expect((await writing('what_helps', stored)).content.words).toBe('Half a sent');
  });
});

test('a plan can be read and changed without a signal, and nothing else of it', () => {
  expect(['/api/v1/plan/', '/api/v1/plan/sharing-wishes/'].every(isReadable)).toBe(true);
  expect(mayWait('PUT', '/api/v1/plan/')).toBe(true);
  expect(mayWait('DELETE', '/api/v1/plan/')).toBe(false);
  const press = '/api/v1/plan/sharing-wishes/01a21aa3-62f6-73a1-a6c3-e5d954e935b8/press/';
  expect(mayWait('POST', press)).toBe(false);
});
