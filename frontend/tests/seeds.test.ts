// @vitest-environment node
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { read, SRC } from './source.ts';

interface Part {
  code: string;
  name: string;
  plain?: string;
}
type Words = Record<string, string>;

const APPS = resolve(import.meta.dirname, '../../recoveryapp');
const seed = <T>(path: string) => JSON.parse(read(join(APPS, path))) as T;
const english = (name: string) =>
  JSON.parse(read(join(SRC, `lib/i18n/messages/en/${name}.json`))) as Words;
const wordsOf = (rows: [key: string, words: string][]): Words => Object.fromEntries(rows);

const model = seed<Record<string, Part[]> & { sources: { code: string; taken: string }[] }>(
  'outcomes/seed/logic_model.json'
);
const measures = seed<{ measures: { items: { code: string; text: string }[] }[] }>(
  'outcomes/seed/measures.json'
);
const prompts = seed<{ prompts: { code: string; text: string }[] }>('journal/seed/prompts.json');

const LISTS = {
  domain: 'domains',
  area: 'areas',
  mechanism: 'mechanisms',
  kind: 'kinds',
  level: 'levels',
  barrier: 'barriers',
  evidence: 'evidence_statuses'
};

const partsOf = ([sort, list]: [string, string]) =>
  (model[list] ?? []).flatMap(({ code, name, plain }): [string, string][] => [
    [`${sort}.${code}`, name],
    ...(plain ? [[`${sort}.${code}.plain`, plain] as [string, string]] : [])
  ]);

test('in English the logic model says what its seed says, so that a translation is of the same words', () => {
  const sources = model.sources.map(({ code, taken }): [string, string] => [
    `source.${code}`,
    taken
  ]);
  const said = wordsOf([...Object.entries(LISTS).flatMap(partsOf), ...sources]);
  expect(english('parts')).toEqual(said);
});

test('in English the questions are those of the seeds', () => {
  const items = measures.measures.flatMap(({ items }) => items);
  const asked = wordsOf([
    ...items.map(({ code, text }): [string, string] => [`item.${code}`, text]),
    ...prompts.prompts.map(({ code, text }): [string, string] => [`prompt.${code}`, text])
  ]);
  expect(english('questions')).toEqual(asked);
});

test('the areas of life have one name each, wherever they stand', () => {
  const named = model.domains?.map(({ code, name }): [string, string] => [`domain.${code}`, name]);
  expect(english('common')).toMatchObject(wordsOf(named ?? []));
});
