/// <reference types="@sveltejs/kit" />
import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { asset } from '$app/paths';
import { self } from '$app/service-worker';
import { savesData } from '#lib/api/thrift.ts';
import { press, show } from './push.ts';
import { sendWhatWaits } from './send.ts';
import { handOver, isShared, takeShared } from './share.ts';
import { takeOver } from './take-over.ts';

/**
 * Keeps the app itself on the phone: its code, its shell, and with them the help page and its numbers. What people
 * write and read goes by: /api and /_allauth are never answered from here.
 */
const SHELL = '/';
/** Where most days begin: its page names what it needs, so that none of it waits for another. */
const DAY = '/today';
const CODE = 'code';
const PAGE = `page-${version}`;
const MONTH = 30 * 86_400_000;
const NOT_OURS = /^\/(api|_allauth|health|static|media|admin)\//;

const code = new Set(immutable.map(({ path }) => `/${path.replace(/^\//, '')}`));
/** Without the pictures for the home screen: the phone asks for the one it takes, once. */
const files = assets.map(({ path }) => asset(path)).filter((path) => !path.endsWith('.png'));

self.addEventListener('install', (event) => event.waitUntil(stock()));
self.addEventListener('activate', (event) => event.waitUntil(tidy()));

/** The browser has a signal again and the app may be closed. */
self.addEventListener('sync', (event) => (event as ExtendableEvent).waitUntil(sendWhatWaits()));
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(takeOver());
  else handOver(event);
});

self.addEventListener('push', (event) => event.waitUntil(show(event)));
self.addEventListener('notificationclick', (event) => event.waitUntil(press(event)));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (isShared(request.method, url)) return event.respondWith(takeShared(request));
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (NOT_OURS.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (code.has(url.pathname) || files.includes(url.pathname)) {
    event.respondWith(kept(request));
  } else if (url.pathname.includes('/immutable/')) event.respondWith(kept(request));
});

async function stock(): Promise<void> {
  const [ours, page] = await Promise.all([caches.open(CODE), caches.open(PAGE)]);
  const isThere = await Promise.all([...code].map((path) => ours.match(path)));
  const missing = [...code].filter((_, at) => !isThere[at]);
  await (savesData() ? addBrought(ours, missing) : ours.addAll(missing));
  const shells = [
    new Request(SHELL, { cache: 'no-cache' }),
    new Request(DAY, { cache: 'no-cache', headers: { Ahead: '1' } })
  ];
  await page.addAll([...shells, ...(savesData() ? [] : files)]);
}

/** What the open page has fetched already, and nothing over the network. */
async function addBrought(cache: Cache, paths: string[]): Promise<void> {
  await Promise.all(paths.map((path) => addOne(cache, path)));
}

async function addOne(cache: Cache, path: string): Promise<void> {
  const request = new Request(path, { cache: 'only-if-cached', mode: 'same-origin' });
  const brought = await fetch(request).catch(() => null);
  if (brought?.ok) await cache.put(path, brought);
}

/** An open tab may still need the code of the build before: it stays for a month. */
async function tidy(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith('page-') && name !== PAGE);
  await Promise.all(names.map((name) => caches.delete(name)));
  const ours = await caches.open(CODE);
  const old = (await ours.keys()).filter(({ url }) => !code.has(new URL(url).pathname));
  await Promise.all(old.map((request) => dropWhenOld(ours, request)));
  await self.clients.claim();
  // What a page fetched between the beginning and now went past here.
  if (savesData()) await addBrought(ours, [...code]);
}

async function dropWhenOld(cache: Cache, request: Request): Promise<void> {
  const kept = await cache.match(request);
  const since = Date.parse(kept?.headers.get('Date') ?? '');
  if (!(Date.now() - since < MONTH)) await cache.delete(request);
}

async function shellFor(path: string): Promise<Response | undefined> {
  const kept = await caches.open(PAGE);
  return kept.match(path === DAY ? DAY : SHELL, { ignoreVary: true });
}

/** So long a start waits for the network, where the phone has the app already. */
const PATIENCE = 900;

/**
 * Network first, so that a deploy is seen at once; the shell when there is no usable answer in time, or where data
 * are to be saved.
 */
async function page(request: Request): Promise<Response> {
  const shell = await shellFor(new URL(request.url).pathname);
  if (shell && savesData()) return shell;
  try {
    const answer = await fetch(request, shell ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    return answer.status < 500 || !shell ? answer : shell;
  } catch (error) {
    if (shell) return shell;
    throw error;
  }
}

async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetched(request);
}

/** Where not all was brought at once, each piece stays once it was needed. */
async function fetched(request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (answer.ok && code.has(new URL(request.url).pathname)) {
    const copy = answer.clone();
    void caches.open(CODE).then((ours) => ours.put(request, copy));
  }
  return answer;
}
