// @vitest-environment node
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder, importsOf, read, readCode, sources, SRC } from './source.ts';

type Catalogue = Record<string, string | Record<string, string>>;

const MESSAGES = join(SRC, 'lib/i18n/messages');
const languages = readdirSync(MESSAGES);
const names = (language: string) => readdirSync(join(MESSAGES, language)).sort();
const catalogue = (language: string, file: string) =>
  JSON.parse(read(join(MESSAGES, language, file))) as Catalogue;
const english = names('en');
const textsOf = (message: Catalogue[string]) =>
  typeof message === 'string' ? [message] : Object.values(message);
const holesIn = (message: Catalogue[string]) =>
  new Set(textsOf(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []));

const keys = new Set(
  english.flatMap((file) =>
    Object.keys(catalogue('en', file)).map((key) => `${file.replace('.json', '')}.${key}`)
  )
);

/** `t('goals.title')`, and keys kept in tables for `t(word)`: any quoted text that begins like a key. */
function keysUsedIn(path: string): string[] {
  const prefix = english.map((file) => file.replace('.json', '')).join('|');
  const quoted = readCode(path).matchAll(
    new RegExp(`['"\`]((?:${prefix})\\.[a-z0-9_.]+)['"\`$]`, 'g')
  );
  return [...quoted].map(([, key = '']) => key).filter((key) => !/\.(json|ts|svelte)$/.test(key));
}

/** A key ending in a dot is the beginning of `t(\`check_in.level.${level}\`)`. */
const exists = (key: string) =>
  key.endsWith('.') ? [...keys].some((known) => known.startsWith(key)) : keys.has(key);

describe.each(languages)('in %s', (language) => {
  test('every catalogue is there', () => {
    expect(names(language)).toEqual(english);
  });

  test.each(english)('%s has every message, with its values', (file) => {
    const [theirs, ours] = [catalogue(language, file), catalogue('en', file)];
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(ours).sort());
    for (const [key, message] of Object.entries(ours)) {
      expect(holesIn(theirs[key] ?? ''), key).toEqual(holesIn(message));
    }
  });

  test.each(english)('%s has each plural form its language needs', (file) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(catalogue(language, file))) {
      if (typeof message === 'string') continue;
      expect(Object.keys(message).sort(), key).toEqual([...needed].sort());
    }
  });
});

/** Words that blame, or count days. A new language brings its own. */
const FORBIDDEN: Record<string, RegExp> = {
  en: /\b(streaks?|missed|fail(ed|ure)?|overdue|non-?complian(t|ce)|patients?)\b/i,
  es: /(?<!\p{L})(rachas?|fall(o|a|os|as|ar|aste|ó|id[oa]s?)|fracas\p{L}*|vencid[oa]s?|atrasad[oa]s?|incumpl\p{L}*|perdiste|te saltaste|olvidaste|pacientes?)(?!\p{L})/iu
};

/** Words that guess whether somebody is a man or a woman, where the language makes that easy. */
const GENDERED: Record<string, RegExp> = {
  es: /(?<!\p{L}|la )(bienvenid|usuari|cansad|nervios|preparad|registrad|nosotr)[oa]s?(?!\p{L})|[oa]\/[oa](?!\p{L})|\p{L}@s?(?!\p{L})/iu
};

const saidIn = (language: string) =>
  names(language).flatMap((file) =>
    Object.entries(catalogue(language, file)).flatMap(([key, message]) =>
      textsOf(message).map((text) => `${file} ${key}: ${text}`)
    )
  );

test.each(languages)('%s blames nobody and counts no days', (language) => {
  const forbidden = FORBIDDEN[language] ?? /^/;
  expect(saidIn(language).filter((text) => forbidden.test(text))).toEqual([]);
});

test.each(Object.keys(GENDERED))('%s is for everybody', (language) => {
  expect(saidIn(language).filter((text) => GENDERED[language]?.test(text))).toEqual([]);
});

test('every message that is used exists', () => {
  const unknown = sources().flatMap((path) =>
    keysUsedIn(path)
      .filter((key) => !exists(key))
      .map((key) => `${relative(SRC, path)}: ${key}`)
  );
  expect(unknown).toEqual([]);
});

test('every catalogue is typed', () => {
  const typed = read(join(SRC, 'lib/i18n/keys.ts'));
  expect(english.filter((file) => !typed.includes(`messages/en/${file}'`))).toEqual([]);
});

/** Everything a screen draws: its own file and all it imports. */
function reach(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path) || !existsSync(path)) return seen;
  seen.add(path);
  importsOf(path).forEach((next) => reach(next, seen));
  return seen;
}

/** The catalogues that `messages(...)` asks for in the `load` of this folder or one above it. */
function loadedFor(folder: string): string[] {
  const here = ['+page.ts', '+layout.ts']
    .map((file) => join(folder, file))
    .filter(existsSync)
    .flatMap((path) => [...read(path).matchAll(/messages\(([^)]*)\)/g)])
    .flatMap(([, list = '']) => list.match(/\w+/g) ?? []);
  return folder === SRC ? here : [...here, ...loadedFor(dirname(folder))];
}

const screens = filesUnder(join(SRC, 'routes'), /\+(page|layout)\.svelte$/);

test.each(screens.map((path) => relative(SRC, path)))('%s loads the words it says', (screen) => {
  const path = join(SRC, screen);
  const said = new Set([...reach(path)].flatMap(keysUsedIn).map((key) => key.split('.')[0] ?? ''));
  const loaded = new Set(['common', 'errors', ...loadedFor(dirname(path))]);
  expect([...said].filter((name) => !loaded.has(name))).toEqual([]);
});

/** What only one feature can say no to: `<catalogue>.trouble.<code>`, which `explain` asks for by the catalogue. */
const troubles = [...keys].flatMap((key) => {
  const [, name = '', code = ''] = /^(\w+)\.trouble\.(\w+)\./.exec(key) ?? [];
  return code ? [{ name, code }] : [];
});

test('each refusal says what happened and what to do, and has its words in one place', () => {
  for (const { name, code } of troubles) {
    expect(keys, code).toContain(`${name}.trouble.${code}.what`);
    expect(keys, code).toContain(`${name}.trouble.${code}.next`);
    expect(keys, code).not.toContain(`errors.${code}.what`);
  }
});

const SAID = /^ {4}(?:code = )?"(\w+)"(?:: "|$)|(?:ApiProblem\(.* code: |FileTrouble\()'(\w+)'/gm;

test('each refusal of one feature is one that the server, or the page itself, knows', () => {
  const apps = filesUnder(join(SRC, '../../recoveryapp'), /\.py$/).map(read);
  const codes = [...apps, ...sources().map(readCode)].flatMap((text) =>
    [...text.matchAll(SAID)].map(([, server, page]) => server ?? page)
  );
  expect(troubles.map(({ code }) => code).filter((code) => !codes.includes(code))).toEqual([]);
});

test('whoever has words for refusals is asked for them', () => {
  const asked = sources()
    .map(readCode)
    .flatMap((text) => [...text.matchAll(/explain\([^()]+, '(\w+)'\)|catalogue="(\w+)"/g)])
    .map(([, call, prop]) => call ?? prop);
  const names = new Set(troubles.map(({ name }) => name));
  expect([...names].filter((name) => !asked.includes(name))).toEqual([]);
});
