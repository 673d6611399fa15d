import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hearOf } from './changed.ts';
import { contentHash } from './canonical.ts';
import { Draft } from './drafts.ts';
import { nudge, rest } from './queue.ts';
import { rowsOf } from './outbox.ts';
import { letGo } from './seal.ts';
import { forget } from './store.ts';
import { byPhone } from './way.ts';

const TWO = '01900000-0000-7000-8000-0000000000aa';
const MESSAGES = `/api/v1/assignments/${TWO}/messages/`;
const idOf = (n: number) => `01900000-0000-7000-8000-00000000000${n}`;

interface Message {
  id: string;
  words: string;
  waits?: string | null;
}

let stored: Message[];
let mood: 'well' | 'down' | 'closed';

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers }
  });

/** Messages are stored once, by their id, in the order they come. */
async function server(request: Request): Promise<Response> {
  if (mood === 'down') throw new TypeError('Failed to fetch');
  const { pathname } = new URL(request.url);
  const id = pathname.split('/').at(-2) ?? '';
  if (request.method === 'GET') {
    return json(200, { next: null, previous: null, results: stored.toReversed() });
  }
  if (mood === 'closed' && pathname.startsWith(MESSAGES)) {
    return json(409, { code: 'conversation_closed' });
  }
  const text = await request.text();
  const body = (text ? JSON.parse(text) : null) as Message | null;
  const headers = { 'X-Echo': `${pathname} ${await contentHash(body)}` };
  const others = stored.filter((message) => message.id !== id);
  stored = body ? [...others, { ...body, id }] : others;
  return body ? json(201, body, headers) : new Response(null, { status: 204, headers });
}

const ask = (address: string, method: string, body?: object) =>
  byPhone('alice')(
    new Request(location.origin + address, { method, body: body && JSON.stringify(body) })
  );
const send = (n: number, words: string) =>
  ask(`${MESSAGES}${idOf(n)}/`, 'PUT', { words, attached_kind: '', attached_id: null });
const shown = async () =>
  ((await (await ask(MESSAGES, 'GET')).json()) as { results: Message[] }).results;
const thread = async () => (await shown()).map(({ words, waits }) => [words, waits ?? 'arrived']);

beforeEach(() => {
  forget();
  letGo();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('fetch', (request: Request) => server(request));
  stored = [{ id: idOf(9), words: 'See you on Tuesday' }];
  mood = 'well';
});

afterEach(() => {
  rest();
  vi.unstubAllGlobals();
});

test('without a signal the thread is as last seen, with what was written since, as waiting', async () => {
  await shown();
  mood = 'down';
  await send(1, 'I will be late');
  await send(2, 'By ten minutes');
  expect(await thread()).toEqual([
    ['By ten minutes', 'waiting'],
    ['I will be late', 'waiting'],
    ['See you on Tuesday', 'arrived']
  ]);
});

test('with a signal they go out once and in their order, and what was seen knows of them', async () => {
  await shown();
  mood = 'down';
  for (const n of [1, 2, 3]) await send(n, `line ${n}`);
  mood = 'well';
  await Promise.all([nudge('alice'), nudge('alice')]);
  expect(stored.map(({ words }) => words)).toEqual([
    'See you on Tuesday',
    'line 1',
    'line 2',
    'line 3'
  ]);
  mood = 'down';
  expect((await thread())[0]).toEqual(['line 3', 'arrived']);
});

test('taken back while it waits, it is not in the thread and never reaches anybody', async () => {
  await shown();
  mood = 'down';
  await send(1, 'Sorry');
  await ask(`${MESSAGES}${idOf(1)}/`, 'DELETE');
  expect(await thread()).toEqual([['See you on Tuesday', 'arrived']]);
  mood = 'well';
  await nudge('alice');
  expect([stored.length, await rowsOf('alice')]).toEqual([1, []]);
});

test('closed meanwhile: the words stay in the thread to be looked at, and what is after them goes on', async () => {
  await shown();
  mood = 'down';
  await send(1, 'Are you there?');
  await ask(`/api/v1/journal/entries/${idOf(2)}/`, 'PUT', { words: 'Rain', version: 0 });
  mood = 'closed';
  await nudge('alice');
  expect((await thread())[0]).toEqual(['Are you there?', 'refused']);
  expect(await rowsOf('alice')).toMatchObject([{ state: 'refused', code: 'conversation_closed' }]);
});

test('a refusal the screen hears stays in its box; another message in the box is not taken for it', async () => {
  const box = new Draft({ owner: 'alice', noun: 'message', id: TWO });
  mood = 'closed';
  box.keep({ id: idOf(1), words: 'Hello?' });
  await box.flush();
  expect((await send(1, 'Hello?')).status).toBe(409);
  expect(await rowsOf('alice')).toEqual([]);
  expect((await send(2, 'Another')).status).toBe(409);
  expect(await rowsOf('alice')).toMatchObject([{ state: 'refused' }]);
});

test('a screen hears that something has gone out, and nothing of what did not change', async () => {
  await shown();
  mood = 'down';
  await send(1, 'Soon');
  const heard = vi.fn();
  const stop = hearOf('alice', MESSAGES, heard);
  await nudge('alice');
  mood = 'well';
  await nudge('alice');
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
  await shown();
  stop();
  expect(heard).toHaveBeenCalledTimes(1);
});
