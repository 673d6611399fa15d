import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { owner, idOf, at, goal, step, put, one, there } from './alices-outbox.ts';
import { contentHash } from './canonical.ts';
import { again, drop, rowsOf, setAside, type Body } from './outbox.ts';
import { flush, hear, nudge, outcomeAt, rest, spread } from './queue.ts';
import { remember } from './remembered.ts';
import { sealed, unsealed } from './seal.ts';
import { store } from './store.ts';

/** Says no to some addresses, with a code, and yes with its echo to all others. */
function answering(refusals: Record<string, [status: number, body: unknown]>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    const [status, body] = refusals[pathname] ?? [200, { version: 1 }];
    const sent = (await request.text()) || 'null';
    const echo = `${pathname} ${await contentHash(JSON.parse(sent))}`;
    const headers = { 'X-Echo': echo, 'Content-Type': 'application/json' };
    return new Response(JSON.stringify(body), { status, headers });
  });
  return asked;
}

const standing = async () => (await rowsOf(owner)).map(({ address, state }) => [address, state]);

test('what hangs on something that is refused waits until that is sent, and all else goes on', async () => {
  const asked = answering({ [goal]: [400, { code: 'invalid' }] });
  for (const address of [goal, step, at(1)]) await put(address, { words: 'x', version: 0 });
  const known = outcomeAt(goal);
  await flush(owner);
  expect(asked).toEqual([goal, at(1)]);
  expect(await known).toMatchObject({ kind: 'refused' });
  await flush(owner);
  expect(asked).toEqual([goal, at(1)]);
  expect(await standing()).toEqual([
    [goal, 'refused'],
    [step, 'waiting']
  ]);
  const later = answering({});
  await again(await there(goal));
  await flush(owner);
  expect([later, await standing()]).toEqual([[goal, step], []]);
});

test('what hangs on something of which there are two texts is sent: the server knows where it belongs', async () => {
  const current = { words: 'theirs', version: 7 };
  const asked = answering({ [goal]: [409, { code: 'stale_version', current }] });
  for (const address of [goal, step, at(1)]) await put(address, { words: 'x', version: 0 });
  const known = outcomeAt(goal);
  await flush(owner);
  expect(asked).toEqual([goal, step, at(1)]);
  expect(await known).toMatchObject({ kind: 'conflict' });
  expect(await standing()).toEqual([[goal, 'conflict']]);
});

test('what the server wants no more of waits with all of its kind, and everything else goes on', async () => {
  const asked = answering({ [at(1)]: [429, { code: 'throttled' }] });
  for (const address of [at(1), goal, at(2), step]) await put(address, { words: 'x', version: 0 });
  const news: unknown[] = [];
  const unhear = hear((told) => news.push(told));
  const known = outcomeAt(at(2));
  await flush(owner);
  unhear();
  expect(asked).toEqual([at(1), goal, step]);
  expect(await standing()).toEqual([
    [at(1), 'waiting'],
    [at(2), 'waiting']
  ]);
  expect(await known).toEqual({ kind: 'waiting', because: 'too_many' });
  expect(news.at(-1)).toEqual({ because: 'too_many' });
  rest();
});

test('what there is one of is a kind of its own', async () => {
  const [plan, wishes] = ['/api/v1/plan/', '/api/v1/wishes/'];
  const asked = answering({ [plan]: [429, { code: 'throttled' }] });
  for (const address of [plan, wishes]) await put(address, { words: 'x', version: 0 });
  await flush(owner);
  expect(asked).toEqual([plan, wishes]);
  expect(await standing()).toEqual([[plan, 'waiting']]);
});

test('what is sent does not hold back what hangs on it', async () => {
  const asked = answering({});
  for (const address of [goal, step]) await put(address, { words: 'x', version: 0 });
  await flush(owner);
  expect([asked, await rowsOf(owner)]).toEqual([[goal, step], []]);
});

test.each([
  [401, { code: 'not_signed_in' }, 'signed_out'],
  [403, { code: 'written_by_another' }, 'other_person'],
  [403, { code: 'second_step_needed' }, 'signed_out'],
  [408, {}, 'unreachable'],
  [425, {}, 'unreachable'],
  [429, {}, 'too_many'],
  [500, {}, 'unreachable'],
  [599, {}, 'unreachable']
])('an answer of %i %j is none about the words: they wait, %s', async (status, body, because) => {
  answering({ [at(1)]: [status, body] });
  await one('mine');
  const known = outcomeAt(at(1));
  const news: unknown[] = [];
  const unhear = hear((told) => news.push(told));
  await flush(owner);
  expect(await known).toEqual({ kind: 'waiting', because });
  expect(news).toEqual([{ because }]);
  expect(await there()).toMatchObject({ state: 'waiting', code: null });
  unhear();
  spread({ because: null });
  expect(news).toHaveLength(1);
});

test('a no without a code has one that says so', async () => {
  answering({ [at(1)]: [400, null] });
  await one('mine');
  const known = outcomeAt(at(1));
  await flush(owner);
  expect(await known).toEqual({ kind: 'refused', problem: { code: 'unknown', status: 400 } });
  expect(await there()).toMatchObject({ state: 'refused', code: 'unknown' });
});

test('whoever asked is told once, and all who hear are told that nothing waits', async () => {
  answering({});
  await one('mine');
  const news: unknown[] = [];
  const unhear = hear((told) => news.push(told));
  const known = outcomeAt(at(1));
  await flush(owner);
  unhear();
  expect(await known).toEqual({ kind: 'sent', status: 200, answer: { version: 1 } });
  expect(news).toEqual([{ because: null }]);
});

test('what is sent says whose it is and goes to this very place', async () => {
  const requests: Request[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    requests.push(request);
    return Promise.reject(new TypeError('Failed to fetch'));
  });
  await one('mine');
  const known = outcomeAt(at(1));
  await flush(owner);
  expect(await known).toEqual({ kind: 'waiting', because: 'unreachable' });
  const [sent] = requests;
  expect(sent?.url).toBe(location.origin + at(1));
  expect(sent?.method).toBe('PUT');
  expect(sent?.credentials).toBe('same-origin');
  expect(sent?.headers.get('Content-Type')).toBe('application/json');
  expect(sent?.headers.get('X-Owner')).toBe(owner);
  expect(await sent?.json()).toEqual({ words: 'mine', version: 0 });
});

test('too early to try again, it waits without a try', async () => {
  const asked = answering({});
  await remember('pace', { failures: [], row: 3, until: Date.now() + 60_000 });
  await one('mine');
  const known = outcomeAt(at(1));
  const news: unknown[] = [];
  const unhear = hear((told) => news.push(told));
  await flush(owner);
  unhear();
  expect([asked, await known]).toEqual([[], { kind: 'waiting', because: 'unreachable' }]);
  expect(news).toEqual([]);
});

test.each([null, `${at(2)} 0123`])(
  'without the server’s own echo of it nothing has arrived: %s',
  async (echo) => {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (echo) headers['X-Echo'] = echo;
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"version":1}', { headers })));
    await one('mine');
    const known = outcomeAt(at(1));
    await flush(owner);
    expect(await known).toEqual({ kind: 'waiting', because: 'unreachable' });
    expect(await there()).toMatchObject({ state: 'waiting' });
  }
);

test('an answer without words is one of nothing', async () => {
  const echo = `${at(1)} ${await contentHash(null)}`;
  const answer = new Response(null, { status: 204, headers: { 'X-Echo': echo } });
  vi.stubGlobal('fetch', () => Promise.resolve(answer));
  await put(at(1), null, 'DELETE');
  const known = outcomeAt(at(1));
  await flush(owner);
  expect(await known).toEqual({ kind: 'sent', status: 204, answer: null });
  expect(await rowsOf(owner)).toEqual([]);
});

describe('on the phone’s own clock', () => {
  let asked = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    asked = 0;
    vi.stubGlobal('fetch', () => {
      asked++;
      return Promise.reject(new TypeError('Failed to fetch'));
    });
  });
  afterEach(() => vi.useRealTimers());

  test('it is tried again by itself, until the person is somebody else', async () => {
    await one('mine');
    await flush(owner);
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitFor(() => expect(asked).toBe(2));
    await flush(owner);
    expect(vi.getTimerCount()).toBe(1);
    rest();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('what is sent meanwhile leaves no other try waiting', async () => {
    await one('mine');
    await flush(owner);
    expect(vi.getTimerCount()).toBe(1);
    answering({});
    await nudge(owner);
    expect([await rowsOf(owner), vi.getTimerCount()]).toEqual([[], 0]);
  });
});

test('once it is sent, what was seen before has the new words too', async () => {
  answering({});
  const seen = { id: idOf(1), words: 'old', version: 1 };
  const moment = '2026-11-27T09:00:00Z';
  await (
    await store()
  ).put('seen', { owner, address: at(1), at: moment, sealed: await sealed(owner, seen) });
  await one('new', 1);
  await flush(owner);
  const row = await (await store()).get('seen', [owner, at(1)]);
  expect(row && (await unsealed<Body>(owner, row.sealed)).words).toBe('new');
});

test('what was refused is not sent again by itself', async () => {
  const asked = answering({});
  await setAside(await one('mine'), 'refused', 'invalid');
  await put(at(2), { words: 'other', version: 0 });
  await flush(owner);
  expect(asked).toEqual([at(2)]);
});

test('what another tab took while this one was sending is not sent twice', async () => {
  const asked = answering({});
  const [first, second] = [await one('mine'), await put(at(2), { words: 'other', version: 0 })];
  const answer = fetch;
  vi.stubGlobal('fetch', async (request: Request) => {
    await drop(second);
    return answer(request);
  });
  await flush(owner);
  expect([asked, await rowsOf(owner)]).toEqual([[first.address], []]);
});

test('tabs send one after the other, where the browser can hold them to it', async () => {
  const asked = answering({});
  let free = () => {};
  const other = new Promise<void>((done) => (free = done));
  const names: string[] = [];
  const request = async (name: string, work: () => Promise<void>) => {
    names.push(name);
    await other;
    return work();
  };
  vi.stubGlobal('navigator', { onLine: true, locks: { request } });
  await one('mine');
  const sending = flush(owner);
  await new Promise((later) => setTimeout(later, 20));
  expect(asked).toEqual([]);
  free();
  await sending;
  expect([asked, names]).toEqual([[at(1)], ['outbox']]);
});

test('how it stands is told to other tabs, and heard from them', async () => {
  const tab = new BroadcastChannel('outbox');
  const heard = new Promise((told) => tab.addEventListener('message', (news) => told(news.data)));
  spread({ because: 'signed_out' });
  expect(await heard).toEqual({ because: 'signed_out' });
  const news = new Promise((told) => hear(told));
  tab.postMessage({ because: 'unreachable' });
  expect(await news).toEqual({ because: 'unreachable' });
  tab.close();
});

test('what is written while something is sent goes in the same run', async () => {
  const asked = answering({});
  await one('mine');
  const answer = fetch;
  vi.stubGlobal('fetch', async (request: Request) => {
    if (asked.length === 0) {
      await put(at(2), { words: 'other', version: 0 });
      void flush(owner);
    }
    return answer(request);
  });
  await flush(owner);
  expect([asked, await rowsOf(owner)]).toEqual([[at(1), at(2)], []]);
});
