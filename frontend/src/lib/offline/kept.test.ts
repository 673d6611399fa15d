import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { Draft, flushDrafts } from './drafts.ts';
import { forget } from './store.ts';
import { Kept } from './kept.svelte.ts';

const key = { owner: 'alice', noun: 'goal_step', id: 'g' };
const opened = () => new Kept(key, () => ({ id: crypto.randomUUID() as string, words: '' }));
const draft = () => new Draft(key).read();

beforeEach(() => {
  forget();
  vi.stubGlobal('indexedDB', new IDBFactory());
});

test('a half-written step is there again, under the id it was given', async () => {
  const kept = opened();
  kept.content.words = 'ring the lib';
  kept.keep();
  await flushDrafts();
  const again = opened();
  await vi.waitFor(() => expect(again.content).toEqual(kept.content), 1000);
});

test('once it has arrived, the place is empty for the next one, with a new id', async () => {
  const kept = opened();
  const { id } = kept.content;
  kept.content.words = 'ring the library';
  kept.keep();
  kept.arrived();
  await vi.waitFor(async () => expect(await draft()).toBeNull(), 1000);
  expect(kept.content.words).toBe('');
  expect(kept.content.id).not.toBe(id);
  expect(opened().content.words).toBe('');
});
