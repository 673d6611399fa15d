import { afterEach, expect, test, vi } from 'vitest';
import { clockAt, dayOf, noonOn } from './dates.ts';

afterEach(() => vi.unstubAllGlobals());

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

/** What is asked of Temporal, in a zone that is always 5 hours and 45 minutes ahead. */
const inKathmandu = {
  Now: { timeZoneId: () => 'Asia/Kathmandu' },
  Instant: {
    fromEpochMilliseconds: () => ({
      toZonedDateTimeISO: (zone: string) => ({
        offsetNanoseconds: zone === 'Asia/Kathmandu' ? 20_700e9 : 0
      })
    })
  }
};

test.each(['2026-11-23T18:14:59.999Z', '1999-12-31T18:14:00Z', '2026-11-23T18:15:00Z'])(
  'a browser that knows Temporal reads %s from the clocks as one that does not',
  (at) => {
    const [day, time] = [dayOf(at, 'Asia/Kathmandu'), clockAt(at, 'Asia/Kathmandu')];

    vi.stubGlobal('Temporal', inKathmandu);

    expect([dayOf(at, 'Asia/Kathmandu'), clockAt(at, 'Asia/Kathmandu')]).toEqual([day, time]);
    expect(dayOf(at, undefined)).toBe(day);
    expect(clockAt('2026-11-23T18:15:00Z', 'UTC')).toBe('18:15');
  }
);
