import { expect, test, vi } from 'vitest';
import type { Goal, GoalStatus, GoalStep } from '#lib/api/types.ts';
import { told, withGaps } from './closeness.ts';
import { goalWriting, putGoal } from './goals.ts';
import { byStatus, isClosed, waysOn } from './standing.ts';
import { inOrder, moved, nextPlace, nextStep } from './steps.ts';

const step = (id: string, position: number, done_at: string | null = null): GoalStep => ({
  id,
  words: id,
  position,
  done_at
});
const rated = (at: string, value: number) => ({ at, value });

test('a line breaks where nothing was said for more than six weeks', () => {
  const points = [rated('2026-01-01', 2), rated('2026-02-01', 3), rated('2026-06-01', 5)];
  expect(withGaps(points)).toEqual([
    ...points.slice(0, 2),
    { at: '2026-06-01', value: null },
    points[2]
  ]);
});

test('points that stand for many weeks are not gaps to each other', () => {
  const points = [rated('2026-01-05', 2), rated('2026-03-02', 3)];
  expect(withGaps(points, 8)).toEqual(points);
  expect(withGaps(points, 2)).toHaveLength(3);
});

test.each([
  [[], 'none'],
  [[rated('2026-01-01', 0)], 'one'],
  [[rated('2026-01-01', 4), rated('2026-02-01', 4)], 'same'],
  [[rated('2026-01-01', 4), rated('2026-02-01', 9), rated('2026-03-01', 2)], 'changed']
] as const)('%j is told as %s', (points, sentence) => {
  expect(told([...points])).toBe(sentence);
});

test('steps stand as the person ordered them, and the next is the first that is open', () => {
  const steps = [step('c', 2), step('a', 0, '2026-11-01'), step('b', 1)];
  expect(inOrder(steps).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(nextStep(steps)?.id).toBe('b');
  expect(nextPlace(steps)).toBe(3);
  expect(nextPlace([])).toBe(0);
});

test('moving past the ends changes nothing', () => {
  const steps = [step('a', 0), step('b', 1)];
  expect(moved(steps, 'a', -1)).toEqual([]);
  expect(moved(steps, 'b', 1)).toEqual([]);
});

test('two steps on one place are told apart by a move', () => {
  const steps = [step('a', 0), step('b', 0)];
  expect(moved(steps, 'b', -1)).toEqual([step('a', 1)]);
});

test('goals are shown by where they stand, and only where there are any', () => {
  const goals = (['cancelled', 'active', 'on_hold', 'active'] as GoalStatus[]).map(
    (status, index) => ({ id: String(index), status }) as Goal
  );
  expect(byStatus(goals).map(({ status, goals }) => [status, goals.length])).toEqual([
    ['active', 2],
    ['on_hold', 1],
    ['cancelled', 1]
  ]);
});

test('every standing has a way on, and a closed goal one way back', () => {
  expect(waysOn('active')).not.toContain('active');
  expect(waysOn('on_hold')).toContain('active');
  for (const status of ['completed', 'cancelled'] as const) {
    expect(isClosed({ status })).toBe(true);
    expect(waysOn(status)).toEqual(['active']);
  }
});

test('an empty goal is not sent; the words are asked for instead', async () => {
  const server = vi.fn();
  vi.stubGlobal('fetch', server);
  const empty = { ...goalWriting.blank(), words: '  ', version: 0 };
  await expect(putGoal('g', empty)).rejects.toMatchObject({
    code: 'invalid',
    errors: { words: [{ code: 'blank' }] }
  });
  expect(server).not.toHaveBeenCalled();
});

test('areas outside the chosen areas of life are not sent', async () => {
  const server = vi.fn<(request: Request) => Promise<Response>>();
  server.mockResolvedValue(
    new Response('{}', { status: 200, headers: { 'Content-Type': 'application/json' } })
  );
  vi.stubGlobal('fetch', server);
  await putGoal('g', {
    ...goalWriting.blank(),
    words: 'see people',
    domains: ['social'],
    areas: ['social.contact', 'functional.home'],
    version: 0
  });
  const body = (await server.mock.calls[0]?.[0].json()) as Goal;
  expect(body.areas).toEqual(['social.contact']);
});
