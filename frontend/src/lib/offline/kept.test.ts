import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { flushDrafts } from './drafts.ts';
import { forget } from './store.ts';
import { Kept } from './kept.svelte.ts';

const key = { owner: 'alice', noun: 'goal_step', id: 'g' };
const settled = () => new Promise((done) => setTimeout(done, 60));
const opened = async () => {
  const kept = new Kept(key, () => ({ id: crypto.randomUUID() as string, words: '' }));
  await settled();
  return kept;
};

beforeEach(() => {
  forget();
  vi.stubGlobal('indexedDB', new IDBFactory());
});

test('a half-written step is there again, under the id it was given', async () => {
  const kept = await opened();
  kept.content.words = 'ring the lib';
  kept.keep();
  flushDrafts();
  await settled();
  expect((await opened()).content).toEqual(kept.content);
});

test('once it has arrived, the place is empty for the next one, with a new id', async () => {
  const kept = await opened();
  const { id } = kept.content;
  kept.content.words = 'ring the library';
  kept.keep();
  kept.arrived();
  await settled();
  expect(kept.content.words).toBe('');
  expect(kept.content.id).not.toBe(id);
  expect((await opened()).content.words).toBe('');
});
