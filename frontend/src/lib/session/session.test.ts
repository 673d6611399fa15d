import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { forget } from '#lib/offline/store.ts';
import { recall, rememberPerson } from '#lib/offline/person.ts';
import { spoken } from '#lib/i18n/t.svelte.ts';
import { chooseLanguage, keptLanguage } from './look.ts';
import { languageName, regional, timeZones } from './places.ts';
import { arrive, begin, change, finishFirstRun, forgetPerson, session } from './session.svelte.ts';

const alice = {
  id: 'alice',
  called: 'Al',
  theme: 'dark',
  text_size: 'large',
  language: 'en',
  is_low_energy: true
};
const server = vi.fn<() => Promise<Response>>();
const answer = (status: number, body: unknown) =>
  server.mockResolvedValueOnce(
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  );

beforeEach(async () => {
  forget();
  localStorage.clear();
  server.mockReset();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('fetch', server);
  await forgetPerson();
});

test('the person who is signed in is shown, and how they like it to look is put on', async () => {
  answer(200, alice);
  await begin();
  expect(session.standing).toBe('in');
  expect(session.person.called).toBe('Al');
  expect({ ...document.documentElement.dataset }).toMatchObject({
    theme: 'dark',
    textSize: 'large',
    lowEnergy: 'true'
  });
});

test('nothing about the person but the look is kept outside the store', async () => {
  answer(200, alice);
  await begin();
  expect(localStorage.length).toBe(1);
  expect(localStorage.getItem('look')).not.toContain('Al');
});

test('nobody signed in is out', async () => {
  answer(401, { code: 'not_signed_in' });
  await begin();
  expect(session.standing).toBe('out');
});

test('without a signal the person this phone remembers can go on', async () => {
  await rememberPerson(alice);
  server.mockRejectedValueOnce(new TypeError());
  await begin();
  expect(session.standing).toBe('in');
});

test('without a signal and with nobody to remember it says so', async () => {
  server.mockRejectedValueOnce(new TypeError());
  await begin();
  expect(session.standing).toBe('unreachable');
});

test('an ended session asks to sign in and still remembers whose phone it is', async () => {
  await rememberPerson(alice);
  answer(401, { code: 'not_signed_in' });
  await begin();
  expect(session.standing).toBe('out');
  expect((await recall())?.me).toEqual(alice);
});

test('somebody else who signs in never sees whom this phone remembered', async () => {
  await rememberPerson(alice);
  answer(401, { code: 'not_signed_in' });
  await begin();
  const seen: (string | undefined)[] = [];
  server.mockImplementationOnce(() => {
    seen.push(session.me?.called);
    return Promise.resolve(Response.json({ ...alice, id: 'bob', called: 'Bob' }));
  });
  await arrive();
  expect([...seen, session.person.called]).toEqual([undefined, 'Bob']);
});

test('whom the phone knew leaves the screen as soon as the server says that somebody else is here', async () => {
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined);
  await rememberPerson(alice);
  answer(200, { ...alice, id: 'bob', called: 'Bob' });
  await begin();
  expect(session.me?.called).toBeUndefined();
  expect(reload).toHaveBeenCalledOnce();
  expect(await recall()).toMatchObject({ owner: 'bob', me: { called: 'Bob' } });
});

test('a change the server refuses is taken back', async () => {
  answer(200, alice);
  await begin();
  answer(400, { code: 'invalid' });
  await expect(change({ theme: 'light' })).rejects.toMatchObject({ code: 'invalid' });
  expect(session.person.theme).toBe('dark');
  expect(document.documentElement.dataset.theme).toBe('dark');
});

test('the first visit is over for good: what the phone remembers knows it too', async () => {
  answer(200, { ...alice, is_first_run: true });
  await begin();
  answer(200, { ...alice, is_first_run: true });
  answer(200, { ...alice, is_first_run: false });
  await finishFirstRun({ called: 'Al', language: 'en' });
  await vi.waitFor(async () => expect((await recall())?.me).toMatchObject({ is_first_run: false }));
});

test('after signing out this phone remembers nobody', async () => {
  answer(200, alice);
  await begin();
  await forgetPerson();
  expect(session.standing).toBe('out');
  expect(session.me).toBeNull();
  expect(await recall()).toBeNull();
});

test('a language chosen before signing in is spoken at once and remembered by this phone', async () => {
  localStorage.setItem('look', JSON.stringify({ theme: 'dark' }));
  await chooseLanguage('es');
  expect([spoken(), keptLanguage()]).toEqual(['es', 'es']);
  expect(localStorage.getItem('look')).toContain('dark');
  await chooseLanguage('en');
});

test('places: dates as written here, languages by their own names, the chosen zone always listed', () => {
  expect(regional('en', ['de-DE', 'en-IE'])).toBe('en-IE');
  expect(regional('en', ['de'])).toBe('en-GB');
  expect(['en', 'es', 'de'].map(languageName)).toEqual(['English', 'Español', 'Deutsch']);
  expect(timeZones('Mars/Base')[0]).toBe('Mars/Base');
});

test('the server’s answer puts the same person right in place, so that no page begins anew', async () => {
  await rememberPerson(alice);
  answer(200, { ...alice, called: 'Ali' });
  const asked = begin();
  await vi.waitFor(() => expect(session.standing).toBe('in'));
  const shown = session.person;
  await asked;
  expect(session.person).toBe(shown);
  expect(shown.called).toBe('Ali');
});
