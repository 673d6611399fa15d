import { expect, test } from 'vitest';
import { A_MINUTE, failed, LEAST, MOST, nudged, rested, toWait, TRIES } from './pace.ts';

test('each time later, at most five minutes', () => {
  let [pace, now] = [rested, 0];
  const waits: number[] = [];
  for (let n = 0; n < 12; n++) {
    pace = failed(pace, now, 1);
    waits.push(toWait(pace, now));
    now += toWait(pace, now);
  }
  expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBe(MOST);
});

test('at most twelve tries in any minute, however often something speaks for trying now', () => {
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  let [pace, now] = [rested, 0];
  const tries: number[] = [];
  while (now < 30 * A_MINUTE) {
    now += random() * 3_000;
    if (random() < 0.5) pace = nudged(pace);
    if (toWait(pace, now) > 0) continue;
    tries.push(now);
    pace = failed(pace, now, random());
  }
  const inAnyMinute = tries.map((at) => tries.filter((t) => t >= at && t < at + A_MINUTE).length);
  expect(Math.max(...inAnyMinute)).toBe(TRIES);
});

test('a clock put back by years does not stop the phone from trying', () => {
  const pace = failed(rested, Date.parse('2030-01-01'), 1);
  expect(toWait(pace, Date.parse('1970-01-02'))).toBeLessThanOrEqual(MOST);
  expect(toWait(rested, 0)).toBe(0);
  expect(LEAST).toBe(A_MINUTE / TRIES);
});

test('what never left the phone is no try of the twelve, and still comes later each time', () => {
  let pace = rested;
  for (let n = 0; n < 50; n++) pace = nudged(failed(pace, n, 1, false));
  expect(pace.failures).toEqual([]);
  expect(toWait(pace, 50)).toBe(0);
  expect(toWait(failed(failed(pace, 50, 1, false), 50, 1, false), 50, false)).toBe(2 * LEAST);
});

test('a signal that returned while nobody listened speaks for trying at once, and after twelve tries it does not', () => {
  const lacking = failed(rested, 0, 1, false);
  expect(toWait(lacking, 1, false)).toBe(LEAST - 1);
  expect(toWait(lacking, 1, true)).toBe(0);
  expect(toWait(lacking, 1)).toBe(0);
  expect(toWait(failed(lacking, 1, 1), 1, true)).toBe(2 * LEAST);
  const full = { ...lacking, failures: Array.from({ length: TRIES }, () => 0) };
  expect(toWait(full, 1, true)).toBe(A_MINUTE - 1);
});

test('the thirteenth try waits for the minute of the first of the last twelve to be over, to the millisecond', () => {
  let pace = rested;
  for (let n = 0; n < TRIES; n++) pace = nudged(failed(pace, 1_000 + n * 100, 1));
  expect(toWait(pace, 2_100)).toBe(1_000 + A_MINUTE - 2_100);
  expect(toWait(pace, 1_000 + A_MINUTE - 1)).toBe(1);
  expect(toWait(pace, 1_000 + A_MINUTE)).toBe(0);
  expect(toWait({ ...pace, failures: pace.failures.slice(1) }, 2_100)).toBe(0);
});

test('tries of more than a minute ago, and of a time that is yet to come, are forgotten', () => {
  const before = { ...rested, failures: [0, 1, A_MINUTE, A_MINUTE + 9] };
  expect(failed(before, A_MINUTE, 1).failures).toEqual([1, A_MINUTE, A_MINUTE]);
  expect(rested).toEqual({ failures: [], row: 0, until: 0 });
});

test('phones that lost the same server come back within a quarter of the time of each other', () => {
  const third = { ...rested, row: 2 };
  expect(toWait(failed(third, 0, 0), 0)).toBe(15_000);
  expect(toWait(failed(third, 0, 0.5), 0)).toBe(17_500);
  expect(toWait(failed(rested, 0, 0), 0)).toBe(LEAST);
});
