import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import type { Suggestions } from '#lib/api/types.ts';
import { remember } from '#lib/offline/remembered.ts';
import { keepSeen, lastSeen } from './last-seen.ts';

const seen = (goal: string | null, at = '2026-11-01T10:00:00Z') => ({
  at,
  ideas: { goal, suggestions: [], own_ideas: [] } satisfies Suggestions
});

beforeEach(() => remember('ideas', null));

test('what was seen last is there again, each goal’s and all together', async () => {
  await keepSeen('alice', null, seen(null));
  await keepSeen('alice', 'g', seen('g'));
  expect((await lastSeen('alice', null))?.ideas.goal).toBeNull();
  expect((await lastSeen('alice', 'g'))?.ideas.goal).toBe('g');
  expect(await lastSeen('alice', 'another')).toBeNull();
});

test('nobody sees another person’s, and theirs take its place', async () => {
  await keepSeen('alice', null, seen(null));
  expect(await lastSeen('bob', null)).toBeNull();
  await keepSeen('bob', 'b', seen('b'));
  expect(await lastSeen('alice', null)).toBeNull();
});

test('the newest six are kept', async () => {
  for (const n of [1, 2, 3, 4, 5, 6, 7]) {
    await keepSeen('alice', `g${n}`, seen(`g${n}`, `2026-11-0${n}T10:00:00Z`));
  }
  expect(await lastSeen('alice', 'g1')).toBeNull();
  expect(await lastSeen('alice', 'g2')).not.toBeNull();
  expect(await lastSeen('alice', 'g7')).not.toBeNull();
});
