import type { Scope } from '#lib/api/types.ts';

/** What can be shared, in the order in which it is offered. */
export const OFFERED: Scope[] = [
  'goals',
  'check_ins_functional',
  'check_ins_existential',
  'check_ins_social',
  'milestones',
  'what_helped',
  'barriers',
  'wellbeing_plan',
  'journal'
];

/** For whoever would rather not choose: enough for a talk, and nothing in free text from the journal. */
export const USUAL: Scope[] = [
  'goals',
  'check_ins_functional',
  'check_ins_existential',
  'check_ins_social',
  'milestones',
  'what_helped'
];
