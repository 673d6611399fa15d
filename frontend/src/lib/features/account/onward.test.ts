import { expect, test } from 'vitest';
import { onward } from './onward.ts';

test.each([
  [null, '/today'],
  ['/goals/new', '/goals/new'],
  ['https://elsewhere.example', '/today'],
  ['//elsewhere.example', '/today'],
  ['/\\elsewhere.example', '/today'],
  ['javascript:alert(1)', '/today']
])('after signing in, next=%s leads to %s', (next, place) => {
  expect(onward(next, '/today')).toBe(place);
});
