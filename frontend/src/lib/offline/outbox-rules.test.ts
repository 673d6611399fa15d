import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  again,
  arrived,
  drop,
  handedBack,
  insideOf,
  onTopOf,
  post,
  rowAt,
  rowsOf,
  setAside,
  TwoTexts,
  type Body
} from './outbox.ts';
import { contentHash } from './canonical.ts';
import { flush, hear, nudge, outcomeAt, rest, spread } from './queue.ts';
import { remember } from './remembered.ts';
import { letGo, sealed, unsealed } from './seal.ts';
import { forget, store, type OutboxRow } from './store.ts';

const owner = 'alice';
const idOf = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const at = (n: number) => `/api/v1/journal/entries/${idOf(n)}/`;
const goal = `/api/v1/goals/${idOf(1)}/`;
const step = `${goal}steps/${idOf(2)}/`;
const put = (address: string, body: Body | null, method: 'PUT' | 'DELETE' = 'PUT') =>
  post({ owner, address, method, body });
const one = (words: string, version = 0) => put(at(1), { words, version });
const there = async (address = at(1)): Promise<OutboxRow> => {
  const row = await rowAt(owner, address);
  if (!row) throw new Error('no row');
  return row;
};
const bodyAt = async (address = at(1)) => (await insideOf(await there(address))).body;

beforeEach(() => {
  rest();
  forget();
  letGo();
  vi.stubGlobal('indexedDB', new IDBFactory());
});

afterEach(() => {
  rest();
  vi.restoreAllMocks();
});

/** Another tab does something while this one seals its words. */
function meanwhile(deed: () => Promise<unknown>): void {
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, 'encrypt').mockImplementationOnce(async (...sealing) => {
    await deed();
    return encrypt(...sealing);
  });
}

test('rows keep the order in which they were first written, whatever their names', async () => {
  for (const n of [7, 3, 5]) await put(at(n), { words: String(n), version: 0 });
  await put(at(3), { words: 'three', version: onTopOf(0) });
  expect((await rowsOf(owner)).map(({ address }) => address)).toEqual([at(7), at(3), at(5)]);
  expect((await rowsOf(owner)).map(({ place }) => place)).toEqual([1, 2, 3]);
  await drop(await there(at(5)));
  expect((await put(at(1), { words: 'one', version: 0 })).place).toBe(4);
});

test('a row remembers the last ten texts that it stood for, and at first none', async () => {
  await one('text 0');
  expect((await insideOf(await there())).before).toEqual([]);
  for (let n = 1; n < 13; n++) await one(`text ${n}`, onTopOf(0));
  const { before } = await insideOf(await there());
  expect(before).toHaveLength(10);
  expect(before.map((text) => (JSON.parse(text) as Body).words)).toEqual(
    Array.from({ length: 10 }, (_, n) => `text ${n + 2}`)
  );
});

test('another text that waits is not written over: there are two', async () => {
  await one('from this screen', 3);
  const told = await one('from another screen', 3).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(TwoTexts);
  expect(told).toMatchObject({
    message: 'two texts',
    current: { words: 'from this screen', version: 3.5 }
  });
  expect(await bodyAt()).toMatchObject({ words: 'from this screen' });
});

test('another text that another tab writes in this very moment is not written over either', async () => {
  meanwhile(() => one('from another tab', 3));
  await expect(one('from this tab', 3)).rejects.toMatchObject({
    current: { words: 'from another tab', version: 3.5 }
  });
  expect(await bodyAt()).toMatchObject({ words: 'from another tab' });
});

test('what another tab has sent in this very moment does not come again, and this text is on top of it', async () => {
  const sent = await one('mine');
  meanwhile(() => arrived(sent, 4));
  await one('mine, longer', onTopOf(0));
  expect(await insideOf(await there())).toEqual({
    body: { words: 'mine, longer', version: 4 },
    before: []
  });
});

test('the same text again, one on top of it, and one after it was refused are no other', async () => {
  await one('mine', 3);
  await one('mine', 3);
  await one('mine, longer', onTopOf(3));
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 3 });
  await setAside(await there(), 'refused', 'invalid');
  await one('mine, better', 3);
  expect(await bodyAt()).toEqual({ words: 'mine, better', version: 3 });
  expect(await there()).toMatchObject({ state: 'waiting', code: null });
});

test('what waits to be deleted holds no text: one may be written in its place', async () => {
  await put(at(1), null, 'DELETE');
  await one('after all', 2);
  expect(await bodyAt()).toEqual({ words: 'after all', version: 2 });
  await put(at(1), null, 'DELETE');
  expect([await bodyAt(), (await there()).method]).toEqual([null, 'DELETE']);
});

test('a text on top of what waits to be deleted is on top of what was there', async () => {
  await put(at(1), null, 'DELETE');
  await one('after all', onTopOf(2));
  expect(await bodyAt()).toEqual({ words: 'after all', version: 2 });
});

test('a text without a version that waits has one to be on top of', async () => {
  await put(at(1), { words: 'mine' });
  const told = await one('theirs', 1).catch((error: unknown) => error);
  expect(told).toMatchObject({ current: { words: 'mine', version: 0.5 } });
});

test('once it arrived it is gone, and what comes next is on top of the version it became', async () => {
  await arrived(await one('mine'), 4);
  expect(await rowsOf(owner)).toEqual([]);
  await one('mine, longer', onTopOf(0));
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 4 });
});

test('what arrived after it was taken away here is noted, and stays away', async () => {
  const sent = await one('mine');
  await drop(sent);
  await arrived(sent, 4);
  expect(await rowsOf(owner)).toEqual([]);
  expect(await (await store()).getAll('sent')).toEqual([{ owner, address: at(1), version: 4 }]);
});

test('where nothing is known of an earlier version, it is the one that was begun from', async () => {
  await arrived(await one('mine'), undefined);
  expect(await (await store()).getAll('sent')).toEqual([]);
  await one('mine, longer', onTopOf(6));
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 6 });
});

test('what was written while it was on its way stays, on top of what is stored now', async () => {
  const sent = await one('mine');
  await one('mine, longer', onTopOf(0));
  await arrived(sent, 4);
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 4 });
  await arrived(sent, undefined);
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 4 });
  await put(at(1), null, 'DELETE');
  await arrived(sent, 5);
  expect(await bodyAt()).toBe(null);
});

test('what is written in the very moment in which an answer is noted stays as well', async () => {
  const sent = await one('mine');
  await one('mine, longer', onTopOf(0));
  meanwhile(() => one('mine, longest', onTopOf(0)));
  await arrived(sent, 4);
  expect(await bodyAt()).toEqual({ words: 'mine, longest', version: 4 });
  expect(await (await store()).getAll('sent')).toEqual([{ owner, address: at(1), version: 4 }]);
});

test('sending again takes the version that is given, and leaves what has none as it is', async () => {
  const row = await one('mine', 1);
  await setAside(row, 'conflict', 'stale_version', { words: 'theirs', version: 8 });
  const aside = await there();
  expect((await insideOf(aside)).current).toEqual({ words: 'theirs', version: 8 });
  await again(aside);
  expect(await bodyAt()).toEqual({ words: 'mine', version: 1 });
  await again(await there(), 8);
  expect(await bodyAt()).toEqual({ words: 'mine', version: 8 });
  expect((await insideOf(await there())).current).toBe(undefined);
  expect(await there()).toMatchObject({ state: 'waiting', code: null });
  expect((await there()).stamp).not.toBe(aside.stamp);
  await again(await put(at(2), null, 'DELETE'), 8);
  expect(await bodyAt(at(2))).toBe(null);
});

test('an answer about an earlier text changes nothing of a later one, nor of none', async () => {
  const old = await one('mine');
  await one('mine, longer', onTopOf(0));
  await setAside(old, 'refused', 'invalid');
  await drop(old);
  expect(await there()).toMatchObject({ state: 'waiting', code: null });
  await drop(await there());
  await setAside(old, 'refused', 'invalid');
  await drop(old);
  expect(await rowsOf(owner)).toEqual([]);
});

test.each([
  ['words, and no draft', { words: 'mine', version: 0 }, false],
  ['no words', { words: '', version: 0 }, true],
  ['nothing at all', null, true]
])('refused with %s: handed back is %j', async (_, body, isHanded) => {
  await put(at(1), body);
  expect(await handedBack(await there())).toBe(isHanded);
  expect(await rowsOf(owner)).toHaveLength(isHanded ? 0 : 1);
});

test('refused with a draft still on the screen, or under an id that is taken: that is where it waits', async () => {
  const kept = { owner, noun: 'entry', id: idOf(1), kept_at: '2026-11-27T09:00:00Z' };
  await (await store()).put('drafts', kept);
  await one('mine');
  expect([await handedBack(await there()), await rowsOf(owner)]).toEqual([true, []]);
  await put(at(2), { words: 'mine', version: 0 });
  await setAside(await there(at(2)), 'refused', 'id_taken');
  expect([await handedBack(await there(at(2))), await rowsOf(owner)]).toEqual([true, []]);
});

test.each([
  ['this very step', idOf(2), true],
  ['the next step already', idOf(3), false]
])('refused with a box for steps that holds %s: handed back is %j', async (_, id, isHanded) => {
  const box = { owner, noun: 'goal_step', id: idOf(1), kept_at: '2026-11-27T09:00:00Z' };
  await (
    await store()
  ).put('drafts', { ...box, sealed: await sealed(owner, { id, words: 'Swim' }) });
  await put(step, { words: 'Swim', version: 0 });
  expect(await handedBack(await there(step))).toBe(isHanded);
  expect(await rowsOf(owner)).toHaveLength(isHanded ? 0 : 1);
});

test('refused with an empty box for steps, it stays', async () => {
  await put(step, { words: 'Swim', version: 0 });
  expect(await handedBack(await there(step))).toBe(false);
});

test('refused with its scale still on the screen, a goal’s scale waits there', async () => {
  const kept = { owner, noun: 'scale', id: idOf(1), kept_at: '2026-11-27T09:00:00Z' };
  await (await store()).put('drafts', kept);
  await put(`${goal}scale/`, { words: ['', '', '', '', ''], version: 3 });
  expect([await handedBack(await there(`${goal}scale/`)), await rowsOf(owner)]).toEqual([true, []]);
});

test('of two ids the last is that of the thing itself', async () => {
  const idea = `/api/v1/suggestions/${idOf(1)}/${idOf(2)}/`;
  const kept = { owner, noun: 'suggestion', id: idOf(2), kept_at: '2026-11-27T09:00:00Z' };
  await (await store()).put('drafts', kept);
  await put(idea, { note: 'Not on Mondays', version: 0 });
  expect(await handedBack(await there(idea))).toBe(true);
});

test('a plan has no id by which to find its draft: it stays', async () => {
  await put('/api/v1/plan/', { keeping_well: 'Swim', version: 3 });
  expect(await handedBack(await there('/api/v1/plan/'))).toBe(false);
});

test('of something that is no noun here, nobody knows whether it has words: it stays', async () => {
  await put('/api/v1/nothing-known/', { words: '', version: 0 });
  expect(await handedBack(await there('/api/v1/nothing-known/'))).toBe(false);
  expect(await rowsOf(owner)).toHaveLength(1);
});

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
  [429, {}, 'unreachable'],
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
