import { expect, test } from 'vitest';
import type { ApiProblem } from '#lib/api/errors.ts';
import { InvitationDraft } from './new-invitation.svelte.ts';

function refusalOf(work: () => void): string[] {
  try {
    work();
    return [];
  } catch (error) {
    return Object.keys((error as ApiProblem).errors);
  }
}

test('the first step asks for a role and an address that could be one', () => {
  const draft = new InvitationDraft();
  expect(refusalOf(() => draft.leaveFirst())).toEqual(['role', 'email']);
  draft.role = 'clinician';
  draft.email = 'nora at example';
  expect(refusalOf(() => draft.leaveFirst())).toEqual(['email']);
  draft.email = ' nora@example.org ';
  expect(refusalOf(() => draft.leaveFirst())).toEqual([]);
  expect([draft.step, draft.body.email]).toEqual([2, 'nora@example.org']);
});

test('whoever works here needs a team; whoever comes for themselves has none', () => {
  const draft = new InvitationDraft();
  draft.role = 'peer_worker';
  expect(refusalOf(() => draft.leaveSecond())).toEqual(['team']);
  draft.team = 'quay';
  draft.job = 'Peer worker';
  expect(refusalOf(() => draft.leaveSecond())).toEqual([]);
  draft.role = 'service_user';
  expect(draft.body).toMatchObject({ team: null, job_title: '' });
});
