import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { bringAhead } from './ahead.ts';
import { remember } from './remembered.ts';
import { letGo } from './seal.ts';
import { forget } from './store.ts';

let asked: string[];

beforeEach(async () => {
  forget();
  letGo();
  asked = [];
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(new URL(request.url).pathname);
    expect(request.headers.get('X-Owner')).toBe('alice');
    return Promise.resolve(Response.json({ results: [] }));
  });
  await remember('who', 'alice');
});

test('a new phone brings what somebody may need without a signal, once', async () => {
  await bringAhead('alice');
  expect(asked).toContain('/api/v1/plan/');
  const before = asked.length;
  await bringAhead('alice');
  expect(asked.length).toBe(before);
});

test('nothing for somebody who is not here any more', async () => {
  await bringAhead('bob');
  expect(asked).toEqual([]);
});

test('nothing is fetched ahead where data are to be saved', async () => {
  vi.stubGlobal('navigator', { connection: { saveData: true } });
  await bringAhead('alice');
  expect(asked).toEqual([]);
});
