import { expect, test } from 'vitest';
import type { Goal, GoalStep, Notice } from '#lib/api/types.ts';
import { partOfDay } from './hello.ts';
import { openSteps, saidOnce } from './today.ts';

const step = (id: string, position: number, done_at: string | null = null): GoalStep => ({
  id,
  words: id,
  position,
  done_at
});

test('open steps come goal by goal, in the person’s own order, without what is done', () => {
  const goals = [
    { steps: [step('b', 2), step('a', 1), step('done', 0, '2026-11-01')] },
    { steps: [step('c', 1)] }
  ] as unknown as Goal[];
  expect(openSteps(goals).map((open) => open.step.id)).toEqual(['a', 'b', 'c']);
});

test.each([
  ['04:59', 'night'],
  ['05:00', 'morning'],
  ['12:00', 'afternoon'],
  ['18:00', 'evening']
])('at %s it is %s, by the person’s own clock', (clock, part) => {
  expect(partOfDay(new Date(`2026-11-23T${clock}:00Z`), 'UTC')).toBe(part);
  expect(partOfDay(new Date('2026-11-23T20:00:00Z'), 'Asia/Tokyo')).toBe('morning');
});

test('news that says the same is there once, and everything else each by itself', () => {
  const notice = (id: string, words: string, is_news: boolean): Notice => ({
    id,
    words,
    is_news,
    created_at: '2026-11-23T09:00:00Z',
    read_at: null
  });
  const [newest, kettle, older, again] = [
    notice('1', 'Something new', true),
    notice('2', 'Kettle', false),
    notice('3', 'Something new', true),
    notice('4', 'Kettle', false)
  ];
  expect(saidOnce([newest, kettle, older, again])).toEqual([[newest, older], [kettle], [again]]);
});
