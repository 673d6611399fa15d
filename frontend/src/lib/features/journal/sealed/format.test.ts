import { expect, test } from 'vitest';
import { groupsOf, isLastGroup, isWhole, newCode, tidied } from './code.ts';
import { newKey, renumbered, sealed, unsealed, unwrapped, wrapped } from './format.ts';
import vector from './vector.json';

const OTHER = '0191e0a0-3333-7000-8000-000000000003';
const { person, page, content } = vector;
const held = { id: 'k', person, raw: vector.key };

const changed = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

test('what another program made by the written format opens here', async () => {
  expect(await unwrapped('k', vector.wrapped, vector.code)).toEqual(held);
  expect(await unsealed(held, page, vector.seal)).toEqual(content);
});

test('a page comes back as it was, and a key by its code', async () => {
  const [key, code] = [newKey('k', person), newCode()];
  expect(await unsealed(key, page, await sealed(key, page, content))).toEqual(content);
  expect(await unwrapped('k', await wrapped(key, code), code)).toEqual(key);
});

test('another code opens nothing, and says so without a fuss', async () => {
  expect(await unwrapped('k', vector.wrapped, changed(vector.code, 3))).toBeNull();
  expect(await unwrapped('k', vector.wrapped, '')).toBeNull();
  expect(await unwrapped('k', 'not a key', vector.code)).toBeNull();
  expect(await unwrapped('k', vector.wrapped.replace(/^1/, '2'), vector.code)).toBeNull();
});

test('a changed page does not open, wherever it was changed', async () => {
  const [, , iv = '', data = ''] = vector.seal.split('.');
  const places = [
    vector.seal.indexOf(iv),
    vector.seal.indexOf(data),
    vector.seal.length - data.length / 2
  ];
  for (const at of places.map(Math.floor)) {
    await expect(unsealed(held, page, changed(vector.seal, at))).rejects.toThrow();
  }
});

test('a page does not open in the place of another, nor a later version of the format', async () => {
  await expect(unsealed(held, OTHER, vector.seal)).rejects.toThrow();
  await expect(unsealed(held, OTHER, vector.seal.replace(page, OTHER))).rejects.toThrow();
  await expect(unsealed(held, page, vector.seal.replace(/^1/, '2'))).rejects.toThrow();
});

test('another person’s page does not open, even under the same key', async () => {
  await expect(unsealed({ ...held, person: OTHER }, page, vector.seal)).rejects.toThrow();
  const moved = vector.wrapped.replace(person, OTHER);
  expect(await unwrapped('k', moved, vector.code)).toBeNull();
});

test('a page that a second account took in with its archive opens under its new id', async () => {
  const anew = await renumbered(OTHER, page);
  expect(anew).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await unsealed(held, anew, vector.seal, OTHER)).toEqual(content);
  await expect(unsealed(held, anew, vector.seal)).rejects.toThrow();
});

test('ids are made anew as the server makes them', async () => {
  // uuid5(UUID('0191e0a0-1111-7000-8000-000000000001'), UUID('0191e0a0-2222-7000-8000-000000000002').hex)
  expect(await renumbered(person, page)).toBe('51ebc4fc-0217-588e-8f28-2611f06d721e');
});

test('two pages of about one length are of one length sealed, and never the same', async () => {
  const seals = await Promise.all(
    ['No.', 'No.', 'A longer line about the garden.'].map((words) =>
      sealed(held, page, { ...content, words })
    )
  );
  expect(new Set(seals.map(({ length }) => length)).size).toBe(1);
  expect(new Set(seals).size).toBe(3);
});

test('the longest page of the widest signs is within what the server takes', async () => {
  const words = '🌱'.repeat(20_000);
  const tags = Array.from({ length: 12 }, () => '🌱'.repeat(40));
  expect((await sealed(held, page, { ...content, words, tags })).length).toBeLessThan(130_000);
});

test('a code is 28 signs that cannot be mixed up, and never the same', () => {
  const codes = Array.from({ length: 200 }, newCode);
  expect(new Set(codes).size).toBe(200);
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{28}$/);
  expect(new Set(codes.join('')).size).toBe(32);
});

test('a code may be typed as people type', () => {
  const typed = ` ${groupsOf(vector.code).join('-').toLowerCase()} `;
  expect(tidied(typed.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(vector.code);
  expect([isWhole(typed), isWhole(typed.slice(0, -3))]).toEqual([true, false]);
  expect(isLastGroup(vector.code, vector.code.slice(-4).toLowerCase())).toBe(true);
  expect(isLastGroup(vector.code, vector.code.slice(0, 4))).toBe(false);
  expect(isLastGroup(vector.code, '')).toBe(false);
});
