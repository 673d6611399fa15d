import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask } from './allauth.ts';
import { api, got, gotNext } from './client.ts';
import { ApiProblem, Unreachable } from './errors.ts';
import { csrfToken, TIMEOUT } from './reach.ts';

const server = vi.fn<(request: Request, init?: RequestInit) => Promise<Response>>();
const answer = (status: number, body: unknown, type = 'application/json') =>
  server.mockResolvedValueOnce(
    new Response(body === null ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': type }
    })
  );
const asked = (call = 0) => server.mock.calls[call]?.[0] as Request;
const problem = 'application/problem+json';
const me = () => got(api.GET('/api/v1/me/'));

beforeEach(() => {
  server.mockReset();
  vi.stubGlobal('fetch', server);
  document.cookie = 'csrftoken=token-1';
});

afterEach(() => vi.useRealTimers());

test('an answer is its data', async () => {
  answer(200, { id: 'me' });
  expect(await me()).toEqual({ id: 'me' });
});

test('a write carries the token, a read does not', async () => {
  answer(200, {});
  answer(200, {});
  await got(api.PATCH('/api/v1/me/', { body: { theme: 'dark' } }));
  await me();
  expect(asked(0).headers.get('X-CSRFToken')).toBe('token-1');
  expect(asked(1).headers.get('X-CSRFToken')).toBeNull();
});

test('a refusal is a problem with its code, fields and what the server holds', async () => {
  answer(409, { code: 'stale_version', status: 409, current: { version: 3 } }, problem);
  await expect(me()).rejects.toMatchObject({
    code: 'stale_version',
    status: 409,
    current: { version: 3 }
  });
});

test('deleting answers with nothing, and that is fine', async () => {
  answer(204, null);
  const path = { id: '0190' };
  const { response } = await api.DELETE('/api/v1/goals/{id}/', { params: { path } });
  expect(response.status).toBe(204);
});

test.each([
  ['no signal', () => server.mockRejectedValueOnce(new TypeError('Failed to fetch'))],
  ["a café's sign-in page", () => answer(200, '<html>', 'text/html')],
  ['a gateway', () => answer(502, {}, 'application/json')],
  ['a crash page', () => answer(500, '<h1>', 'text/html')]
])('%s is unreachable', async (_, happens) => {
  happens();
  await expect(me()).rejects.toBeInstanceOf(Unreachable);
});

test('a server that does not answer in time is unreachable', async () => {
  vi.useFakeTimers();
  server.mockImplementationOnce(
    (_, init) =>
      new Promise((_, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      )
  );
  const waiting = expect(me()).rejects.toBeInstanceOf(Unreachable);
  await vi.advanceTimersByTimeAsync(TIMEOUT);
  await waiting;
});

test('what the screen itself calls off is not an error of the network', async () => {
  const off = new AbortController();
  server.mockImplementationOnce(
    (_, init) =>
      new Promise((_, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      )
  );
  const waiting = expect(api.GET('/api/v1/me/', { signal: off.signal })).rejects.toMatchObject({
    name: 'AbortError'
  });
  off.abort();
  await waiting;
});

test('the next page is fetched here, whatever host the link names', async () => {
  answer(200, { results: [] });
  await gotNext('http://backend.internal/api/v1/goals/?cursor=abc');
  expect(asked().url).toBe(`${location.origin}/api/v1/goals/?cursor=abc`);
  expect(await gotNext(null)).toBeNull();
});

test('signing in: 401 names the step that waits', async () => {
  answer(401, {
    status: 401,
    meta: { is_authenticated: false },
    data: { flows: [{ id: 'login' }, { id: 'verify_email', is_pending: true }] }
  });
  expect(await ask('POST', '/auth/login', {})).toEqual({
    isOpen: false,
    waitsFor: 'verify_email',
    types: []
  });
});

test('signing in: a refusal has the shape every other refusal has', async () => {
  answer(400, {
    status: 400,
    errors: [{ param: 'password', code: 'email_password_mismatch', message: '' }]
  });
  const refused = await ask('POST', '/auth/login', {}).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiProblem);
  expect(refused).toMatchObject({
    code: 'invalid',
    errors: { password: [{ code: 'email_password_mismatch' }] }
  });
});

test('signing in: the token is fetched first when there is none', async () => {
  document.cookie = 'csrftoken=; expires=Thu, 01 Jan 1970 00:00:00 GMT';
  answer(401, { status: 401, meta: {}, data: {} });
  answer(200, { status: 200, meta: { is_authenticated: true } });
  await ask('POST', '/auth/login', {});
  expect(asked(0).url).toMatch(/auth\/session$/);
  expect(asked(1).method).toBe('POST');
});

test('where there is https the token is in a cookie that only this host can set', () => {
  const cookies = vi.spyOn(document, 'cookie', 'get');
  cookies.mockReturnValue('a=b; __Host-csrftoken=token-2');
  expect(csrfToken()).toBe('token-2');
  cookies.mockReturnValue('a=b; another-csrftoken=token-3');
  expect(csrfToken()).toBeUndefined();
  cookies.mockRestore();
});

test('mail about an account is asked for in the language the page speaks', async () => {
  document.documentElement.lang = 'es';
  answer(200, { status: 200, meta: { is_authenticated: true } });
  await ask('GET', '/auth/session');
  expect(asked().headers.get('Accept-Language')).toBe('es');
  document.documentElement.lang = 'en';
});
