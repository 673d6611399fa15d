import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { Draft } from './drafts.ts';
import {
  addPasskey,
  giveUp,
  isTooShort,
  lockOf,
  lockWith,
  openWith,
  openWithPasskey,
  takeLockOff
} from './lock.ts';
import { insideOf, post, rowsOf } from './outbox.ts';
import { isLocked, letGo, Locked, sealed } from './seal.ts';
import { forget, store } from './store.ts';

const address = '/api/v1/journal/entries/01900000-0000-7000-8000-000000000001/';
const deed = { owner: 'alice', address, method: 'PUT', body: { words: 'rain' } } as const;
const draft = () => new Draft({ owner: 'alice', noun: 'entry', id: '1' });

beforeEach(async () => {
  forget();
  letGo();
  vi.stubGlobal('indexedDB', new IDBFactory());
  await post(deed);
  const one = draft();
  one.keep({ words: 'half a' });
  await one.flush();
});

test('after a fresh start nothing opens without the PIN, and all of it opens with it', async () => {
  await lockWith('alice', 'heron 42', 5);
  letGo();
  expect(await isLocked('alice')).toBe(true);
  await expect(sealed('alice', 'x')).rejects.toThrow(Locked);
  expect(await draft().read()).toBeNull();
  expect(await openWith('alice', 'heron 43')).toBe(false);
  expect(await openWith('alice', ' heron 42')).toBe(true);
  const [row] = await rowsOf('alice');
  expect(row && (await insideOf(row)).body).toEqual({ words: 'rain' });
  expect(await draft().read()).toEqual({ words: 'half a' });
});

test('with the lock on the phone holds no key that opens anything', async () => {
  await lockWith('alice', 'heron 42', 5);
  const row = await (await store()).get('keys', 'alice');
  expect(row?.key).toBeUndefined();
  expect(row?.locks?.[0]).toMatchObject({ by: 'pin', rounds: 600_000 });
});

test('the lock of one person is no lock for another', async () => {
  await lockWith('alice', 'heron 42', 5);
  letGo();
  expect(await isLocked('bob')).toBe(false);
  expect(await sealed('bob', 'x')).toBeTruthy();
});

test('taken off, all is there without it', async () => {
  await lockWith('alice', 'heron 42', 5);
  await takeLockOff('alice');
  letGo();
  expect((await lockOf('alice')).isOn).toBe(false);
  expect(await draft().read()).toEqual({ words: 'half a' });
});

test('a passkey that derives a key opens the same lock', async () => {
  await lockWith('alice', 'heron 42', 5);
  const secret = { key: 'from the passkey', credential: new ArrayBuffer(4) };
  expect(await addPasskey('alice', 'wrong one', secret)).toBe(false);
  expect(await addPasskey('alice', 'heron 42', secret)).toBe(true);
  letGo();
  expect(await openWithPasskey('alice', async () => 'another')).toBe(false);
  expect(await openWithPasskey('alice', async () => 'from the passkey')).toBe(true);
  expect(await draft().read()).toEqual({ words: 'half a' });
});

test('a PIN that is lost takes with it what only this phone had', async () => {
  await lockWith('alice', 'heron 42', 5);
  letGo();
  await giveUp('alice');
  expect([await isLocked('alice'), await rowsOf('alice'), await draft().read()]).toEqual([
    false,
    [],
    null
  ]);
});

test('five letters are too few', () => {
  expect([isTooShort('12345'), isTooShort('  12345 '), isTooShort('123456')]).toEqual([
    true,
    true,
    false
  ]);
});
