import { expect, test } from 'vitest';
import type { Invitation, Member } from '#lib/api/types.ts';
import { isOver, leftOf, presentOf } from './open-team.svelte.ts';

const member = (id: string, change: Partial<Member> = {}): Member => ({
  id,
  called: id,
  email: `${id}@example.org`,
  role: 'peer_worker',
  job_title: '',
  team: { id: 't', name: 'Quay' },
  verified_at: '2026-01-01T00:00:00Z',
  lead_since: null,
  ended_at: null,
  ...change
});

test('whoever waits to be confirmed stands first, whoever left stands apart', () => {
  const members = [
    member('pat'),
    member('nora', { verified_at: null }),
    member('joe', { ended_at: '2026-02-01T00:00:00Z' })
  ];
  expect(presentOf(members).map(({ id }) => id)).toEqual(['nora', 'pat']);
  expect(leftOf(members).map(({ id }) => id)).toEqual(['joe']);
});

test('an invitation is over at its last second', () => {
  const invitation = { expires_at: '2026-01-08T00:00:00Z' } as Invitation;
  expect(isOver(invitation, new Date('2026-01-07T23:59:59Z'))).toBe(false);
  expect(isOver(invitation, new Date('2026-01-08T00:00:00Z'))).toBe(true);
});
