import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contentHash } from './canonical.ts';
import { Draft } from './drafts.ts';
import { drop, insideOf, rowsOf, type Body } from './outbox.ts';
import { TRIES } from './pace.ts';
import { keepSending, rememberPerson } from './person.ts';
import { byPhone } from './way.ts';
import { flush, nudge, rest } from './queue.ts';
import { remember } from './remembered.ts';
import { dropSeen } from './seen.ts';
import { letGo } from './seal.ts';
import { forget, store } from './store.ts';

const ENTRIES = '/api/v1/journal/entries/';
const idOf = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const at = (n: number) => `${ENTRIES}${idOf(n)}/`;

type Mood = 'well' | 'down' | 'broken' | 'cafe' | 'signed_out' | 'loses_answers' | 'no_echo';

/** Create or replace by version, as the real one does, with every way in which a network can fail. */
class Server {
  rows = new Map<string, Body>();
  mood: Mood = 'well';
  signedIn = 'alice';
  asked = 0;

  fetch = async (request: Request): Promise<Response> => {
    this.asked++;
    if (this.mood === 'down') throw new TypeError('Failed to fetch');
    if (this.mood === 'broken') return this.#json(500, { code: 'server_error' });
    if (this.mood === 'cafe')
      return new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
    if (this.mood === 'signed_out') return this.#json(401, { code: 'not_signed_in' });
    const owner = request.headers.get('X-Owner');
    if (owner && owner !== this.signedIn) {
      return this.#json(403, { code: 'written_by_another' });
    }
    const answer = await this.#stored(request);
    if (this.mood === 'loses_answers') throw new TypeError('network changed');
    return answer;
  };

  async #stored(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === 'GET') {
      const row = this.rows.get(pathname);
      return row ? this.#json(200, row) : this.#json(404, { code: 'not_found' });
    }
    const text = await request.text();
    const body = (text ? JSON.parse(text) : null) as Body;
    const echo = { 'X-Echo': `${pathname} ${await contentHash(body)}` };
    const headers: Record<string, string> = this.mood === 'no_echo' ? {} : echo;
    if (request.method === 'DELETE') {
      this.rows.delete(pathname);
      return new Response(null, { status: 204, headers });
    }
    const held = this.rows.get(pathname);
    if (body.words === '') return this.#json(400, { code: 'invalid', errors: {} });
    if (held && held.words !== body.words && held.version !== body.version) {
      return this.#json(409, { code: 'stale_version', current: held });
    }
    const isSame = held?.words === body.words;
    const row: Body =
      isSame && held ? held : { ...body, version: Math.floor(held?.version ?? 0) + 1 };
    this.rows.set(pathname, row);
    return this.#json(held ? 200 : 201, { ...row, id: pathname.split('/').at(-2) }, headers);
  }

  #json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json', ...headers }
    });
}

let server: Server;

const ask = (address: string, method: string, body?: unknown, owner = 'alice') =>
  byPhone(owner)(
    new Request(location.origin + address, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body)
    })
  );
const write = (n: number, words: string, version = 0) => ask(at(n), 'PUT', { words, version });
const waiting = async (owner = 'alice') =>
  Promise.all((await rowsOf(owner)).map(async (row) => (await insideOf(row)).body?.words));
const stored = () => [...server.rows.values()].map(({ words }) => words);
const ready = async () => {
  await remember('pace', null);
  await flush('alice');
};

beforeEach(() => {
  rest();
  forget();
  letGo();
  server = new Server();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('fetch', (request: Request) => server.fetch(request));
});

/** Nothing of one test is still under way in the next. */
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  server.mood = 'well';
  await ready();
  rest();
});

vi.setConfig({ testTimeout: 30_000 });
const PATIENT = { timeout: 10_000 };

test('both sides make the same hash', async () => {
  const content = { words: 'Crème "🌱"\n', version: 0, tags: [], goal: null };
  // tests/common/test_echo.py holds the same figure.
  expect(await contentHash(content)).toBe(
    'd99225d407966beb6db18f7fd7bb85c80ecfaf29dd6c4362e0793d1e9ac284bb'
  );
});

test('with a signal the server’s answer comes back, and nothing waits', async () => {
  const answer = await write(1, 'rain');
  expect([answer.status, await answer.json()]).toMatchObject([201, { words: 'rain', version: 1 }]);
  expect(await waiting()).toEqual([]);
});

test.each<Mood>(['down', 'broken', 'cafe', 'signed_out', 'no_echo'])(
  'when the server is %s the screen goes on, and the row waits',
  async (mood) => {
    server.mood = mood;
    const answer = await write(1, 'rain');
    expect(await answer.json()).toMatchObject({ words: 'rain', id: idOf(1), version: 0.5 });
    expect(await waiting()).toEqual(['rain']);
    server.mood = 'well';
    await ready();
    expect([await waiting(), stored()]).toEqual([[], ['rain']]);
  }
);

test('nothing in the store can be read without the key', async () => {
  server.mood = 'down';
  await write(1, 'canary-7319');
  const shelf = await store();
  const all = [...(await shelf.getAll('outbox')), ...(await shelf.getAll('seen'))];
  expect(all.length).toBeGreaterThan(0);
  for (const { sealed } of all) {
    expect(new TextDecoder().decode(sealed.data)).not.toContain('canary');
  }
  expect((await shelf.get('keys', 'alice'))?.key?.extractable).toBe(false);
});

test('fifty rows arrive in the order they were written', async () => {
  server.mood = 'down';
  for (let n = 0; n < 50; n++) await write(n, `page ${n}`);
  server.mood = 'well';
  await ready();
  expect(stored()).toEqual(Array.from({ length: 50 }, (_, n) => `page ${n}`));
});

test('a later text takes the place of one that still waits', async () => {
  server.mood = 'down';
  const first = (await (await write(1, 'one')).json()) as Body;
  await write(2, 'other');
  await write(1, 'one, longer', first.version);
  expect(await waiting()).toEqual(['one, longer', 'other']);
  server.mood = 'well';
  await ready();
  expect(server.rows.get(at(1))).toMatchObject({ words: 'one, longer', version: 1 });
});

test('a text whose answer was lost is no second device', async () => {
  server.mood = 'loses_answers';
  const first = (await (await write(1, 'one')).json()) as Body;
  await write(1, 'one, longer', first.version);
  server.mood = 'well';
  await ready();
  expect([await waiting(), stored()]).toEqual([[], ['one, longer']]);
});

test('what is written on top of something sent meanwhile has the version it became', async () => {
  server.mood = 'down';
  const first = (await (await write(1, 'one')).json()) as Body;
  server.mood = 'well';
  await ready();
  const answer = await write(1, 'two', first.version);
  expect(await answer.json()).toMatchObject({ words: 'two', version: 2 });
});

test('a second device: both texts stay, and the queue goes on', async () => {
  server.mood = 'down';
  await write(1, 'mine');
  await write(2, 'other');
  server.rows.set(at(1), { words: 'theirs', version: 1 });
  server.mood = 'well';
  await ready();
  expect(stored()).toEqual(['theirs', 'other']);
  const [row] = await rowsOf('alice');
  expect(row).toMatchObject({ state: 'conflict', code: 'stale_version' });
  if (row) expect((await insideOf(row)).current).toMatchObject({ words: 'theirs' });
});

test('two screens of one phone: the second is told that the first has written', async () => {
  server.mood = 'down';
  await write(1, 'in this tab');
  const answer = await write(1, 'in that tab');
  expect([answer.status, await answer.json()]).toMatchObject([
    409,
    { code: 'stale_version', current: { words: 'in this tab' } }
  ]);
  expect(await waiting()).toEqual(['in this tab']);
});

test('a refusal becomes something to look at, and the queue goes on', async () => {
  server.mood = 'down';
  await write(1, '');
  await write(2, 'fine');
  server.mood = 'well';
  await ready();
  expect(stored()).toEqual(['fine']);
  expect(await rowsOf('alice')).toMatchObject([{ state: 'refused', code: 'invalid' }]);
});

test('a refusal the screen hears goes back to its draft', async () => {
  const draft = new Draft({ owner: 'alice', noun: 'entry', id: idOf(1) });
  draft.keep({ words: 'mine', version: 0 });
  await draft.flush();
  server.rows.set(at(1), { words: 'theirs', version: 3 });
  expect((await write(1, 'mine')).status).toBe(409);
  expect(await rowsOf('alice')).toEqual([]);
  expect(await draft.read()).toMatchObject({ words: 'mine' });
});

test('what another person wrote is neither sent nor read, and still there for them', async () => {
  server.mood = 'signed_out';
  await write(1, 'hers');
  Object.assign(server, { mood: 'well', signedIn: 'bob' });
  await remember('pace', null);
  await flush('bob');
  await ready();
  expect([stored(), await waiting('bob'), await waiting()]).toEqual([[], [], ['hers']]);
  const [row] = await rowsOf('alice');
  if (row) await expect(insideOf({ ...row, owner: 'bob' })).rejects.toThrow();
  server.signedIn = 'alice';
  await ready();
  expect([await waiting(), stored()]).toEqual([[], ['hers']]);
});

test('what is shown to another person is not kept as hers', async () => {
  await write(1, 'hers');
  server.signedIn = 'bob';
  expect((await ask(at(1), 'GET')).status).toBe(403);
  server.mood = 'down';
  await expect(ask(at(1), 'GET')).rejects.toMatchObject({ code: 'unreachable' });
});

test('five that send at once make one row', async () => {
  server.mood = 'down';
  await write(1, 'once');
  server.mood = 'well';
  await remember('pace', null);
  await Promise.all(Array.from({ length: 5 }, () => nudge('alice')));
  expect([await waiting(), stored()]).toEqual([[], ['once']]);
});

test('that there is nothing is known without a signal, too; and what was begun here is there all the same', async () => {
  server.mood = 'well';
  const scale = '/api/v1/goals/01900000-0000-7000-8000-000000000001/scale/';
  expect((await ask(scale, 'GET')).status).toBe(404);
  server.mood = 'down';
  expect((await ask(scale, 'GET')).status).toBe(404);
  await ask(scale, 'PUT', { words: 'one', version: 0 });
  expect(await (await ask(scale, 'GET')).json()).toMatchObject({ words: 'one', version: 0.5 });
  server.mood = 'no_echo';
  expect((await ask(scale, 'GET')).status).toBe(200);
});

test('taken away here: it is gone on the screen, and from the server once there is a signal', async () => {
  await write(1, 'rain');
  await ask(at(1), 'GET');
  server.mood = 'down';
  await ask(at(1), 'DELETE');
  expect((await ask(at(1), 'GET')).status).toBe(404);
  server.mood = 'well';
  await ready();
  expect(stored()).toEqual([]);
});

test('a phone that is full sends as ever, and the screen hears how it went', async () => {
  const shelf = await store();
  vi.spyOn(shelf, 'transaction').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  expect((await write(1, 'rain')).status).toBe(201);
  server.mood = 'down';
  await expect(write(2, 'more')).rejects.toMatchObject({ code: 'unreachable' });
});

test('while the server is away it is tried again later and later, by itself', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(1);
  server.mood = 'down';
  const answered = write(1, 'rain');
  await vi.waitFor(() => expect(server.asked).toBe(1), PATIENT);
  await answered;
  for (const [tries, wait] of [
    [2, 5_000],
    [3, 10_000],
    [4, 20_000]
  ] as const) {
    await vi.advanceTimersByTimeAsync(wait);
    await vi.waitFor(() => expect(server.asked).toBe(tries), PATIENT);
    await vi.waitFor(async () => expect(await waiting()).toEqual(['rain']), PATIENT);
  }
});

test('fifty starts without a signal cost none of the tries there are when it is back', async () => {
  server.mood = 'down';
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  for (let n = 0; n < 50; n++) {
    await write(n, `page ${n}`);
    await nudge('alice');
  }
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
  server.mood = 'well';
  await nudge('alice');
  expect(stored()).toHaveLength(50);
});

test('fifty starts with the server away leave a try for when it answers', async () => {
  server.mood = 'down';
  for (let n = 0; n < 50; n++) {
    await write(n, `page ${n}`);
    keepSending('alice')();
    await flush('alice');
  }
  expect(server.asked).toBeLessThan(TRIES);
  server.mood = 'well';
  await rememberPerson({ id: 'alice' });
  await vi.waitFor(() => expect(stored()).toHaveLength(50), PATIENT);
});

/** More of them in an audit. */
const SCHEDULES = Number(import.meta.env.VITE_SCHEDULES ?? 60);

/** Alice writes on two devices, of which one loses signal, answers and sessions at random. */
test.each(Array.from({ length: SCHEDULES }, (_, seed) => seed + 1))(
  'no word is lost in random schedule %i',
  async (seed) => {
    const random = dice(seed);
    const moods: Mood[] = [
      'well',
      'well',
      'down',
      'broken',
      'cafe',
      'signed_out',
      'loses_answers',
      'no_echo'
    ];
    const said = new Map<number, string>();
    const versions = new Map<number, number>();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    for (let step = 0; step < 14; step++) {
      server.mood = moods[Math.floor(random() * moods.length)] ?? 'well';
      const n = Math.floor(random() * 3);
      if (random() < 0.25) server.rows.set(at(n), otherDevice(server.rows.get(at(n)), step));
      else await speak(n, `phone ${step}`);
      if (random() < 0.3) await ready();
    }
    server.mood = 'well';
    await ready();
    await ready();
    const there = [...stored(), ...(await waiting())];
    // The laptop writes on under what it reads: then both are in one text.
    for (const words of said.values()) expect(there.join('\n')).toContain(words);
    expect((await rowsOf('alice')).every(({ state }) => state === 'conflict')).toBe(true);

    async function speak(n: number, words: string) {
      const answer = await write(n, words, versions.get(n) ?? 0);
      if (answer.status === 409 && !(await waiting()).includes(words)) return;
      said.set(n, words);
      if (answer.ok) versions.set(n, ((await answer.json()) as Body).version ?? 0);
    }
  },
  20_000
);

const otherDevice = (held: Body | undefined, step: number): Body => ({
  words: `${String(held?.words ?? '')} | laptop ${step}`,
  version: (held?.version ?? 0) + 1
});

function dice(seed: number): () => number {
  let last = seed * 7_919;
  return () => (last = (last * 16_807) % 2_147_483_647) / 2_147_483_647;
}

test('only the person’s own wish takes a row away', async () => {
  server.mood = 'down';
  await write(1, 'rain');
  await dropSeen('alice');
  expect(await waiting()).toEqual(['rain']);
  const [row] = await rowsOf('alice');
  if (row) await drop(row);
  expect(await waiting()).toEqual([]);
});
