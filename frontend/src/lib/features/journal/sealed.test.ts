import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Entry, SealingKey } from '#lib/api/types.ts';
import { Draft, draftsOf } from '#lib/offline/drafts.ts';
import { contentHash } from '#lib/offline/canonical.ts';
import { insideOf, rowsOf } from '#lib/offline/outbox.ts';
import { nudge } from '#lib/offline/queue.ts';
import { letGo as lockPage } from '#lib/offline/seal.ts';
import { forget } from '#lib/offline/store.ts';
import { byPhone } from '#lib/offline/way.ts';
import { arrive } from '#lib/session/session.svelte.ts';
import { goBy } from '#lib/api/client.ts';
import { entryAbout, foundFor, getEntry, getReadable, putEntry } from './journal.ts';
import { isDraftShut } from './sealed/drafts.ts';
import { heldBy, letGo } from './sealed/held.ts';
import { closeHere, openWith, rewrapped, standingOf, turnedOn, turnOff } from './sealed/keys.ts';
import { opened, resealed, sealedUnder } from './sealed/pages.ts';

const ME = '0191e0a0-1111-7000-8000-000000000001';
const ID = '0191e0a0-2222-7000-8000-000000000002';
const CANARY = 'canary-4711';

/** As much of the server as these need; everything it ever heard. */
let entries: Map<string, Entry>;
let keys: Map<string, SealingKey>;
let heard: string[];

async function server(request: Request): Promise<Response> {
  const { pathname, search, searchParams } = new URL(request.url);
  const text = request.method === 'GET' ? '' : await request.text();
  heard.push(`${request.method} ${pathname}${search} ${text}`);
  if (pathname === '/api/v1/me/') return Response.json({ id: ME, role: 'service_user' });
  const [, , , , noun, id] = pathname.split('/');
  const rows = (noun === 'entries' ? entries : keys) as Map<
    string,
    { id: string; version: number }
  >;
  if (request.method === 'DELETE')
    return (rows.delete(id ?? ''), new Response(null, { status: 204 }));
  if (request.method === 'PUT' && id) {
    const body = JSON.parse(text) as Entry;
    const there = rows.get(id);
    if (there && there.version !== body.version)
      return Response.json({ code: 'stale_version', current: there }, { status: 409 });
    rows.set(id, { ...body, id, version: body.version + 1 });
    const echo = `${pathname} ${await contentHash(body)}`;
    return Response.json(rows.get(id), { headers: { 'X-Echo': echo } });
  }
  if (id && id !== 'search') return Response.json(rows.get(id));
  const under = searchParams.get('sealed_under');
  const all = [...rows.values()].filter((row) => !under || (row as Entry).sealed_under === under);
  return Response.json({ next: null, previous: null, results: id === 'search' ? [] : all });
}

const page = (words = CANARY) => ({
  ...entryAbout({}).blank(),
  words,
  tags: ['mine'],
  is_sealed: true
});
const write = (id = ID, words = CANARY) => putEntry(id, { ...page(words), version: 0 });

/** Turned on here; answers the code. */
async function turnOn(): Promise<string> {
  const { code, keep } = turnedOn(ME);
  await keep();
  return code;
}

/** Another phone of the same person, or this one after signing out. */
const otherPhone = () => letGo(ME);

beforeEach(async () => {
  forget();
  lockPage();
  vi.stubGlobal('indexedDB', new IDBFactory());
  [entries, keys, heard] = [new Map(), new Map(), []];
  vi.stubGlobal('fetch', server);
  await letGo(ME);
  await arrive();
  goBy();
});

test('nothing that is sent holds a word, a tag or the code', async () => {
  const code = await turnOn();
  const row = await write();
  expect([row.words, row.tags]).toEqual([CANARY, ['mine']]);
  const all = heard.join('\n');
  expect(all).not.toMatch(new RegExp(`${CANARY}|mine|${code}`, 'i'));
  expect(entries.get(ID)).toMatchObject({ words: '', tags: [], is_never_shared: true });
});

test('it is open on the phone that wrote it, and closed on another until the code is typed', async () => {
  const code = await turnOn();
  await write();
  expect((await getEntry(ID)).words).toBe(CANARY);
  await otherPhone();
  expect(await standingOf(ME)).toBe('closed');
  expect(await getEntry(ID)).toMatchObject({ words: '', unread: 'closed' });
  await expect(getReadable(ID)).rejects.toMatchObject({ code: 'sealed_closed' });
  expect(await openWith(ME, code.toLowerCase())).toBe(true);
  expect(await standingOf(ME)).toBe('open');
  expect((await getEntry(ID)).words).toBe(CANARY);
});

test('a wrong code opens nothing and changes nothing', async () => {
  const code = await turnOn();
  await write();
  await otherPhone();
  const before = [...entries.values(), ...keys.values()];
  const wrong = (code.startsWith('0') ? '1' : '0') + code.slice(1);
  expect(await openWith(ME, wrong)).toBe(false);
  expect([...entries.values(), ...keys.values()]).toEqual(before);
  expect(heard.filter((line) => !line.startsWith('GET'))).toHaveLength(2);
  expect(await openWith(ME, code)).toBe(true);
});

test('while they are closed nothing can be sealed, and the words stay where they are', async () => {
  await turnOn();
  await closeHere(ME);
  await expect(write()).rejects.toMatchObject({ code: 'sealed_closed' });
  expect(entries.size).toBe(0);
});

test('what is half-written is sealed when they are closed, and there again when they are opened', async () => {
  const code = await turnOn();
  const draft = new Draft({ owner: ME, noun: 'entry', id: ID });
  draft.keep({ ...page(), version: 0 });
  await draft.flush();
  await closeHere(ME);
  expect(await isDraftShut(ME, ID)).toBe(true);
  expect(JSON.stringify(await draftsOf(ME, 'entry'))).not.toContain(CANARY);
  await openWith(ME, code);
  expect((await draftsOf(ME, 'entry'))[0]?.content).toMatchObject({
    words: CANARY,
    is_sealed: true
  });
});

test('a draft of an ordinary page is left as it is', async () => {
  await turnOn();
  const draft = new Draft({ owner: ME, noun: 'entry', id: ID });
  draft.keep({ ...page(), is_sealed: false });
  await draft.flush();
  await closeHere(ME);
  expect(await isDraftShut(ME, ID)).toBe(false);
});

test('a new code opens what the old one did, and the old one opens nothing', async () => {
  const old = await turnOn();
  await write();
  const { code, keep } = rewrapped(ME);
  await keep();
  await otherPhone();
  expect(await openWith(ME, old)).toBe(false);
  expect(await openWith(ME, code)).toBe(true);
  expect((await getEntry(ID)).words).toBe(CANARY);
});

test('where two phones wrote, what the server holds is told opened', async () => {
  await turnOn();
  await write();
  await putEntry(ID, { ...page('From the tablet'), version: 1 });
  await expect(putEntry(ID, { ...page('From the phone'), version: 1 })).rejects.toMatchObject({
    code: 'stale_version',
    current: { words: 'From the tablet', version: 2 }
  });
});

test('an ordinary page can be sealed and a sealed one made ordinary', async () => {
  await turnOn();
  await putEntry(ID, { ...page(), is_sealed: false, version: 0 });
  expect(entries.get(ID)).toMatchObject({ words: CANARY, seal: null });
  await putEntry(ID, { ...page(), version: 1 });
  expect(entries.get(ID)).toMatchObject({ words: '' });
  await putEntry(ID, { ...page(), is_sealed: false, version: 2 });
  expect(entries.get(ID)).toMatchObject({ words: CANARY, seal: null, sealed_under: null });
});

test('the server that puts one page’s seal in the place of another is found out', async () => {
  await turnOn();
  const other = ID.replace('2222', '9999');
  await write();
  await write(other, 'Something else');
  const [a, b] = [entries.get(ID), entries.get(other)] as [Entry, Entry];
  entries.set(ID, { ...a, seal: b.seal });
  expect(await getEntry(ID)).toMatchObject({ words: '', unread: 'broken' });
});

test('a second text for the same page is sealed for a place of its own', async () => {
  await turnOn();
  await write();
  const other = ID.replace('2222', '9999');
  const body = await resealed(ME, ID, other, entries.get(ID) as Entry);
  expect(await opened(ME, { ...body, id: other })).toMatchObject({ words: CANARY });
});

test('this phone looks through the sealed pages that are open; no other phone and no server does', async () => {
  await turnOn();
  await write();
  const wanted = { goal: null, text: 'CANARY', tag: null };
  expect((await foundFor(wanted)).results.map(({ id }) => id)).toEqual([ID]);
  expect((await foundFor({ ...wanted, text: 'robin' })).results).toEqual([]);
  await otherPhone();
  expect((await foundFor(wanted)).results).toEqual([]);
});

test('without a signal a sealed page waits sealed, is read here meanwhile, and arrives as it was', async () => {
  await turnOn();
  goBy(byPhone(ME));
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no signal')));
  expect((await write()).words).toBe(CANARY);
  expect((await getEntry(ID)).words).toBe(CANARY);
  const [waits] = await rowsOf(ME);
  const inside = waits && (await insideOf(waits));
  expect(inside?.body).toMatchObject({ words: '', seal: expect.stringMatching(/^1\./) });
  vi.stubGlobal('fetch', server);
  await nudge(ME);
  expect(await rowsOf(ME)).toEqual([]);
  expect(entries.get(ID)?.seal).toBe(inside?.body?.seal);
  expect(heard.join()).not.toContain(CANARY);
});

test('made ordinary without a signal, it is not shown as sealed any more', async () => {
  await turnOn();
  goBy(byPhone(ME));
  const row = await write();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no signal')));
  await putEntry(ID, { ...page('In clear'), is_sealed: false, version: row.version });
  expect(await getEntry(ID)).toMatchObject({ words: 'In clear', seal: null });
});

test('turned off, the key is gone here and there', async () => {
  await turnOn();
  await turnOff(ME);
  expect([keys.size, await heldBy(ME), await standingOf(ME)]).toEqual([0, [], 'off']);
});

test('a page without a seal costs nothing and is as it came', async () => {
  const entry = { id: ID, words: 'Rain', seal: null } as Entry;
  expect(await opened(ME, entry)).toBe(entry);
  expect(await sealedUnder('none')).toEqual([]);
});
