import { expect, test } from 'vitest';
import { newId } from './ids.ts';

test('ids are UUIDv7 and sort by the time they were made', () => {
  const ids = Array.from({ length: 1000 }, newId);
  expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab]/.test(id))).toBe(true);
  expect([...ids].sort()).toEqual(ids);
});
