import { expect, test } from 'vitest';
import { minutesLeft } from './codes.ts';

test('a code lasts for whole minutes, then for less than one, then it is over', () => {
  const at = Date.parse('2026-01-01T10:00:00Z');
  expect(minutesLeft('2026-01-01T10:10:00Z', at)).toBe(10);
  expect(minutesLeft('2026-01-01T10:00:59Z', at)).toBe(0);
  expect(minutesLeft('2026-01-01T10:00:00Z', at)).toBeNull();
});
