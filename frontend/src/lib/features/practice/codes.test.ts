import { expect, test } from 'vitest';
import { minutesLeft, qrPath, qrSize } from './codes.ts';

test('the picture has each dark square once, with room around it', () => {
  expect(qrPath(['101', '011'])).toBe('M4 4h1v1h-1zM6 4h1v1h-1zM5 5h2v1h-2z');
  expect(qrSize(['101', '011', '000'])).toBe(11);
});

test('a code lasts for whole minutes, then for less than one, then it is over', () => {
  const at = Date.parse('2026-01-01T10:00:00Z');
  expect(minutesLeft('2026-01-01T10:10:00Z', at)).toBe(10);
  expect(minutesLeft('2026-01-01T10:00:59Z', at)).toBe(0);
  expect(minutesLeft('2026-01-01T10:00:00Z', at)).toBeNull();
});
