import { expect, test } from 'vitest';
import { qrPath, qrSize } from './qr.ts';

test('the picture has each dark square once, with room around it', () => {
  expect(qrPath(['101', '011'])).toBe('M4 4h1v1h-1zM6 4h1v1h-1zM5 5h2v1h-2z');
  expect(qrSize(['101', '011', '000'])).toBe(11);
});
