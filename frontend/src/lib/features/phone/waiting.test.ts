import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { insideOf, post, rowAt, rowsOf, setAside, type Body } from '#lib/offline/outbox.ts';
import { rest } from '#lib/offline/queue.ts';
import { letGo } from '#lib/offline/seal.ts';
import { forget } from '#lib/offline/store.ts';
import { canBeTwo, dropIt, keepBoth, keepMine, waitingOf, type Waiting } from './waiting.ts';

const PLAN = '/api/v1/plan/';
const ENTRY = '/api/v1/journal/entries/01900000-0000-7000-8000-000000000001/';

beforeEach(() => {
  forget();
  letGo();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
});

afterEach(() => {
  rest();
  vi.unstubAllGlobals();
});

/** Written here on top of version 1, and on another device, where it became version 2. */
async function inConflict(address: string, mine: Body, theirs: Body): Promise<Waiting> {
  await post({ owner: 'alice', address, method: 'PUT', body: { ...mine, version: 1 } });
  const row = await rowAt('alice', address);
  if (row) await setAside(row, 'conflict', 'stale_version', { ...theirs, version: 2 });
  const [one] = await waitingOf('alice');
  if (!one) throw new Error('nothing waits');
  return one;
}

const bodies = async () => Promise.all((await rowsOf('alice')).map(insideOf));

test('of a plan there is one: it cannot become two, and each text can be kept', async () => {
  const one = await inConflict(PLAN, { what_helps: 'Tea' }, { what_helps: 'A walk' });
  expect(canBeTwo(one)).toBe(false);
  expect([one.words, one.current]).toMatchObject(['Tea', { what_helps: 'A walk' }]);
  await keepMine(one);
  expect(await rowsOf('alice')).toMatchObject([{ address: PLAN, state: 'waiting' }]);
  expect(await bodies()).toMatchObject([{ body: { what_helps: 'Tea', version: 2 } }]);
});

test('the other text kept: one’s own comes back when that is taken back', async () => {
  const back = await dropIt(
    await inConflict(PLAN, { what_helps: 'Tea' }, { what_helps: 'A walk' })
  );
  expect(await rowsOf('alice')).toEqual([]);
  await back();
  expect(await bodies()).toMatchObject([{ body: { what_helps: 'Tea', version: 1 } }]);
});

test('a page can become two: one’s own begins anew at another place, the stored one stays', async () => {
  const one = await inConflict(ENTRY, { words: 'Rain' }, { words: 'Sun' });
  expect(canBeTwo(one)).toBe(true);
  await keepBoth(one);
  const [row] = await rowsOf('alice');
  expect(row).toMatchObject({ state: 'waiting' });
  expect(row?.address).not.toBe(ENTRY);
  expect(await bodies()).toMatchObject([{ body: { words: 'Rain', version: 0 } }]);
});
