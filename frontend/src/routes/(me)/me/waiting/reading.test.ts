import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { sealed, unsealed } from '#lib/features/journal/sealed/format.ts';
import { hold } from '#lib/features/journal/sealed/held.ts';
import vector from '#lib/features/journal/sealed/vector.json';
import type { Waiting } from '#lib/features/phone/waiting.ts';
import { differencesIn } from './differences.ts';
import { readable, sealedAnew } from './reading.ts';

const { person, page, content } = vector;
const key = { id: 'k', person, raw: vector.key };
const OTHER = '0191e0a0-3333-7000-8000-000000000003';

const twoTexts = async (): Promise<Waiting> => {
  const seal = await sealed(key, page, { ...content, words: 'From the tablet' });
  const current = { version: 2, words: '', tags: [], seal, sealed_under: 'k' };
  const body = { version: 1, words: '', tags: [], seal: vector.seal, sealed_under: 'k' };
  const row = { owner: person, address: `/api/v1/journal/entries/${page}/` } as Waiting['row'];
  return { row, noun: { noun: 'entry' } as Waiting['noun'], body, current, words: vector.seal };
};

test('of two sealed texts a person reads both, and what is sent stays sealed', async () => {
  await hold(person, [key]);
  const one = await readable(await twoTexts());
  expect(one.words).toBe(content.words);
  expect(differencesIn(one)[0]).toMatchObject({ mine: content.words, theirs: 'From the tablet' });
  expect(one.body).toMatchObject({ words: '', seal: vector.seal });
});

test('kept as a second page, it is sealed for the place where it will stand', async () => {
  await hold(person, [key]);
  const body = (await sealedAnew(await twoTexts(), OTHER)) as { seal: string };
  expect(await unsealed(key, OTHER, body.seal)).toEqual(content);
  await expect(unsealed(key, page, body.seal)).rejects.toThrow();
});

test('an ordinary page goes as it is', async () => {
  const one = { ...(await twoTexts()), body: { words: 'Rain' }, current: undefined };
  expect(await readable(one)).toBe(one);
  expect(await sealedAnew(one, OTHER)).toEqual({ words: 'Rain' });
});
