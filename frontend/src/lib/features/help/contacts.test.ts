import { expect, test, vi } from 'vitest';
import { messages, speak } from '#lib/i18n/t.svelte.ts';
import { builtIn, countryName, guessCountry, inWords, isOld, newest, OURS } from './contacts.ts';

test('the numbers are built in: every country has an emergency number, and each contact a way to reach it', () => {
  expect(builtIn.countries.length).toBeGreaterThan(5);
  for (const { code, emergency, contacts } of builtIn.countries) {
    expect(emergency.number, code).toMatch(/^[\d ]+$/);
    for (const { number, sms, url } of contacts) expect(number || sms || url, code).toBeTruthy();
  }
});

test('no signal, no server, no account: the built-in numbers answer', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError()));
  expect(await newest()).toBe(builtIn);
});

test.each([
  ['Europe/London', ['en-US'], 'GB'],
  ['Australia/Hobart', ['en'], 'AU'],
  ['Etc/UTC', ['fr', 'de-AT'], 'AT'],
  ['America/New_York', ['en-US'], 'US'],
  ['Asia/Tokyo', ['ja-JP'], null]
])('a phone in %s speaking %s seems to be in %s', (zone, languages, code) => {
  expect(guessCountry(builtIn.countries, zone, languages)).toBe(code);
});

test('countries are named in the language spoken', async () => {
  await speak('es');
  expect(countryName({ code: 'GB', name: 'United Kingdom' })).toBe('Reino Unido');
  await speak('en');
  expect(countryName({ code: 'GB', name: 'United Kingdom' })).toBe('United Kingdom');
});

test('what we say ourselves among the numbers is said in the language spoken', async () => {
  await messages('help');
  const said = builtIn.countries.flatMap(({ emergency, note, contacts }) => [
    emergency.text,
    note,
    ...contacts.map(({ hours }) => hours)
  ]);
  for (const ours of Object.keys(OURS)) {
    expect(said).toContain(ours);
    expect(inWords(ours)).toBe(ours);
  }
  await speak('es');
  expect(inWords('Day and night, every day')).toBe('De día y de noche, todos los días');
  expect(inWords('Snakk med noen.')).toBe('Snakk med noen.');
  await speak('en');
});

test('a number not checked for half a year says so', () => {
  const now = new Date('2026-11-23');
  expect(isOld('2026-06-01', 180, now)).toBe(false);
  expect(isOld('2026-05-01', 180, now)).toBe(true);
});
