import { ApiProblem } from '#lib/api/errors.ts';

const OWN = [
  'not_connected',
  'too_many_grants',
  'grant_over',
  'remark_erased',
  'only_owners_share',
  'held_after_reset',
  'confirm_needed'
];

/** A no that the sharing catalogue has words for. */
export const isSharings = (problem: unknown): boolean =>
  problem instanceof ApiProblem && OWN.includes(problem.code);
