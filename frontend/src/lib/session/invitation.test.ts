import { beforeEach, expect, test, vi } from 'vitest';
import { dropToken, STANDING_BY, takeToken, waitingPage, waitingToken } from './invitation.ts';

beforeEach(() => {
  dropToken();
  history.replaceState(null, '', '/');
});

test('the token leaves the address and its place in the history at once', () => {
  history.replaceState({ kept: true }, '', '/invitation#secret');
  const before = history.length;
  takeToken();
  expect(location.href).not.toContain('secret');
  expect([history.length, history.state]).toEqual([before, { kept: true }]);
  expect(waitingToken()).toBe('secret');
});

test('it survives a fresh start of the tab, and nothing longer than the tab', async () => {
  history.replaceState(null, '', '/invitation#secret');
  takeToken();
  vi.resetModules();
  const afresh = await import('./invitation.ts');
  expect(afresh.waitingToken()).toBe('secret');
  expect(localStorage.length).toBe(0);
});

test('where the tab may not remember, it is still there until the page is left', () => {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError');
  };
  vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  history.replaceState(null, '', '/invitation#secret');
  takeToken();
  expect(waitingToken()).toBe('secret');
  dropToken();
  expect(waitingToken()).toBeNull();
});

test('used, it is gone', () => {
  history.replaceState(null, '', '/invitation#secret');
  takeToken();
  dropToken();
  expect([waitingToken(), sessionStorage.length]).toEqual([null, 0]);
});

test('the end of any other address is left alone', () => {
  history.replaceState(null, '', '/connect#ABCD');
  takeToken();
  expect(location.hash).toBe('#ABCD');
  expect(waitingToken()).toBeNull();
});

test('what family and friends are asked waits for its own page', () => {
  history.replaceState(null, '', '/standing-by#secret');
  takeToken();
  expect(location.href).not.toContain('secret');
  expect([waitingToken(), waitingToken(STANDING_BY), waitingPage()]).toEqual([
    null,
    'secret',
    STANDING_BY
  ]);
});
