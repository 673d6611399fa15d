import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { forget } from '#lib/offline/store.ts';
import { DAYS, mayOffer, neverOffer } from './install-offer.ts';

beforeEach(() => {
  forget();
  vi.stubGlobal('indexedDB', new IDBFactory());
});

const on = (day: number, hasCheckedIn = false) =>
  mayOffer(hasCheckedIn, new Date(Date.UTC(2026, 10, day, 9)));

test('it is offered on the third day of use, however often it is opened on one', async () => {
  expect(DAYS).toBe(3);
  expect([await on(1), await on(1), await on(1)]).toEqual([false, false, false]);
  expect([await on(2), await on(9), await on(10)]).toEqual([false, true, true]);
});

test('or once a check-in was saved', async () => {
  expect(await on(1, true)).toBe(true);
});

test('whoever said no is never asked again', async () => {
  await on(1, true);
  await neverOffer();
  expect([await on(2, true), await on(3, true), await on(40, true)]).toEqual([false, false, false]);
});
