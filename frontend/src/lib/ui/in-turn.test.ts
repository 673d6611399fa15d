import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inTurn } from './in-turn.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('one is drawn at a time, in the order in which they came', () => {
  const drawn: number[] = [];
  [1, 2, 3].forEach((at) => inTurn(() => drawn.push(at)));
  expect(drawn).toEqual([]);
  vi.advanceTimersToNextTimer();
  expect(drawn).toEqual([1]);
  vi.advanceTimersToNextTimer();
  expect(drawn).toEqual([1, 2]);
  vi.runAllTimers();
  expect(drawn).toEqual([1, 2, 3]);
});

test('what has gone meanwhile is not drawn, and what comes later is', () => {
  const drawn: string[] = [];
  const takeBack = inTurn(() => drawn.push('gone'));
  inTurn(() => drawn.push('there'));
  takeBack();
  vi.runAllTimers();
  inTurn(() => drawn.push('later'));
  vi.runAllTimers();
  expect(drawn).toEqual(['there', 'later']);
});

test('paper waits for nothing', () => {
  const drawn: number[] = [];
  [1, 2].forEach((at) => inTurn(() => drawn.push(at)));
  dispatchEvent(new Event('beforeprint'));
  expect(drawn).toEqual([1, 2]);
  vi.runAllTimers();
  expect(drawn).toEqual([1, 2]);
});

test('nor for what waits within something else', () => {
  const drawn: string[] = [];
  inTurn(() => {
    drawn.push('goals');
    inTurn(() => drawn.push('their lines'));
  });
  dispatchEvent(new Event('beforeprint'));
  expect(drawn).toEqual(['goals', 'their lines']);
});
