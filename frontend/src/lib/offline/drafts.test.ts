import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { Draft, draftsOf, flushDrafts } from './drafts.ts';
import { remember, remembered } from './remembered.ts';
import { forget, store } from './store.ts';

const alice = { owner: 'alice', noun: 'entry', id: '1' };
const words = (text: string) => ({ words: text });

beforeEach(() => {
  forget();
  vi.stubGlobal('indexedDB', new IDBFactory());
});

test('what is typed is there when the screen opens again', async () => {
  const draft = new Draft<{ words: string }>(alice);
  draft.keep(words('A hard'));
  draft.keep(words('A hard morning'));
  await draft.flush();
  expect(await new Draft(alice).read()).toEqual(words('A hard morning'));
});

test('it is written by itself soon after the last keystroke', async () => {
  const kept = new Promise((heard) => new Draft(alice, heard).keep(words('x')));
  expect(await kept).toBe(true);
  expect(await new Draft(alice).read()).toEqual(words('x'));
});

test('a phone that puts the page to sleep loses nothing', async () => {
  const draft = new Draft(alice);
  draft.keep(words('half a sen'));
  document.dispatchEvent(new Event('visibilitychange'));
  await flushDrafts();
  await draft.flush();
  expect(await new Draft(alice).read()).toEqual(words('half a sen'));
});

test('it goes only when it is cleared, and late writes do not bring it back', async () => {
  const draft = new Draft(alice);
  draft.keep(words('sent'));
  void draft.flush();
  draft.keep(words('sent, waiting'));
  await draft.clear();
  await draft.flush();
  expect(await new Draft(alice).read()).toBeNull();
});

test('each person has their own, and sees nobody else’s', async () => {
  for (const key of [alice, { ...alice, id: '2' }, { ...alice, owner: 'bob' }]) {
    const draft = new Draft(key);
    draft.keep(words(`${key.owner} ${key.id}`));
    await draft.flush();
  }
  expect((await draftsOf('alice', 'entry')).map(({ id }) => id).sort()).toEqual(['1', '2']);
  expect(await draftsOf('alice', 'goal')).toEqual([]);
});

test('a full phone says so, and the words stay in hand', async () => {
  const heard: boolean[] = [];
  const draft = new Draft(alice, (isKept) => heard.push(isKept));
  const full = vi.spyOn(await store(), 'transaction').mockImplementationOnce(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  draft.keep(words('too much'));
  await draft.flush();
  draft.keep(words('too much, shorter'));
  await draft.flush();
  expect(heard).toEqual([false, true]);
  full.mockRestore();
});

test('a browser without a store reads nothing and says that nothing is kept', async () => {
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw new DOMException('', 'SecurityError');
    }
  });
  const heard: boolean[] = [];
  const draft = new Draft(alice, (isKept) => heard.push(isKept));
  expect(await draft.read()).toBeNull();
  draft.keep(words('x'));
  await draft.flush();
  expect(heard).toEqual([false]);
  await remember('country', 'GB');
  expect(await remembered('country')).toBeNull();
});

test('what the phone remembers can be forgotten', async () => {
  await remember('country', 'GB');
  expect(await remembered('country')).toBe('GB');
  await remember('country', null);
  expect(await remembered('country')).toBeNull();
});
