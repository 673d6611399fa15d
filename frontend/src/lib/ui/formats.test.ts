import { expect, test, vi } from 'vitest';
import { dateFormat, listText, numberFormat } from './formats.ts';

test('each way of writing is made once', () => {
  const make = vi.spyOn(Intl, 'DateTimeFormat');
  const first = dateFormat('en-GB', { month: 'short', timeZone: 'UTC' });
  expect(dateFormat('en-GB', { month: 'short', timeZone: 'UTC' })).toBe(first);
  expect(make).toHaveBeenCalledOnce();
  make.mockRestore();
});

test('another language, another zone and another form are others', () => {
  const at = Date.parse('2026-01-05T23:30Z');
  const written = (locale: string, timeZone: string) =>
    dateFormat(locale, { weekday: 'long', timeZone }).format(at);
  expect(written('en', 'UTC')).toBe('Monday');
  expect(written('es', 'UTC')).toBe('lunes');
  expect(written('en', 'Europe/Madrid')).toBe('Tuesday');
  expect(dateFormat('en', { month: 'long', timeZone: 'UTC' }).format(at)).toBe('January');
});

test('a list is written as its language does it', () => {
  expect(listText(['home', 'money', 'work'], 'en-GB')).toBe('home, money and work');
  expect(listText(['casa', 'trabajo'], 'es')).toBe('casa y trabajo');
  expect(numberFormat('es', { maximumFractionDigits: 1 }).format(2.55)).toBe('2,6');
});
