import { expect, test } from 'vitest';
import { dayOf, noonOn } from './dates.ts';

test.each([
  ['2026-11-23', 'Europe/London', '2026-11-23T12:00:00.000Z'],
  ['2026-07-01', 'Europe/London', '2026-07-01T11:00:00.000Z'],
  ['2026-03-29', 'Europe/London', '2026-03-29T11:00:00.000Z'],
  ['2026-11-23', 'Asia/Kathmandu', '2026-11-23T06:15:00.000Z'],
  ['2026-11-23', 'Pacific/Kiritimati', '2026-11-22T22:00:00.000Z'],
  ['2026-11-23', 'Pacific/Pago_Pago', '2026-11-23T23:00:00.000Z']
])('noon of %s in %s is %s', (day, zone, instant) => {
  expect(noonOn(day, zone)).toBe(instant);
  expect(dayOf(instant, zone)).toBe(day);
});
