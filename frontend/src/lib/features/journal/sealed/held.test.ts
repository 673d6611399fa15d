import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Held } from './format.ts';

const KEY: Held = { id: 'b', person: 'alice', raw: 'c2VjcmV0' };

/** As after a reload: nothing is left in memory. */
async function page() {
  vi.resetModules();
  const [held, lock, seen, store] = await Promise.all([
    import('./held.ts'),
    import('#lib/offline/lock.ts'),
    import('#lib/offline/seen.ts'),
    import('#lib/offline/store.ts')
  ]);
  return { ...held, ...lock, ...seen, ...store };
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  sessionStorage.clear();
});

test('a key that was opened stays open on this phone, and never lies there in clear', async () => {
  const { hold, store } = await page();
  await hold('alice', [KEY]);
  const rows = await (await store()).getAll('seen');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(KEY.raw);
  expect(await (await page()).heldBy('alice')).toEqual([KEY]);
});

test('somebody else on this phone does not have it', async () => {
  await (await page()).hold('alice', [KEY]);
  expect(await (await page()).heldBy('bob')).toEqual([]);
});

test('with the app lock on, only the lock opens it', async () => {
  const before = await page();
  await before.hold('alice', [KEY]);
  await before.lockWith('alice', '482915', 5);
  const after = await page();
  expect(await after.heldBy('alice')).toEqual([]);
  const again = await page();
  await again.openWith('alice', '482915');
  expect(await again.heldBy('alice')).toEqual([KEY]);
});

test('signing out takes it away', async () => {
  const before = await page();
  await before.hold('alice', [KEY]);
  await before.dropSeen('alice');
  expect(await (await page()).heldBy('alice')).toEqual([]);
});

test('on a phone that many use it is gone with the page', async () => {
  sessionStorage.setItem('shared', '1');
  const { hold, heldBy } = await page();
  await hold('alice', [KEY]);
  expect(await heldBy('alice')).toEqual([KEY]);
  expect(await (await page()).heldBy('alice')).toEqual([]);
});

test('a phone that has seen very much still has it', async () => {
  const { hold, keepSeen } = await page();
  await hold('alice', [KEY]);
  for (let n = 0; n <= 400; n++) await keepSeen('alice', `/api/v1/goals/?n=${n}`, {});
  expect(await (await page()).heldBy('alice')).toEqual([KEY]);
});

test('of several keys the newest seals', async () => {
  const { hold, heldBy } = await page();
  await hold('alice', [KEY]);
  await hold('alice', [
    { ...KEY, id: 'a' },
    { ...KEY, id: 'c' }
  ]);
  expect((await heldBy('alice')).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});
