/** For tests: Alice's outbox in a store of its own, empty before each of them. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';
import { insideOf, post, rowAt, type Body } from './outbox.ts';
import { rest } from './queue.ts';
import { letGo } from './seal.ts';
import { forget, type OutboxRow } from './store.ts';

export const owner = 'alice';
export const idOf = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const at = (n: number) => `/api/v1/journal/entries/${idOf(n)}/`;
export const goal = `/api/v1/goals/${idOf(1)}/`;
export const step = `${goal}steps/${idOf(2)}/`;
export const put = (address: string, body: Body | null, method: 'PUT' | 'DELETE' = 'PUT') =>
  post({ owner, address, method, body });
export const one = (words: string, version = 0) => put(at(1), { words, version });
export const there = async (address = at(1)): Promise<OutboxRow> => {
  const row = await rowAt(owner, address);
  if (!row) throw new Error('no row');
  return row;
};
export const bodyAt = async (address = at(1)) => (await insideOf(await there(address))).body;

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
