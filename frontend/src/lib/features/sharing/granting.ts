import { newId } from '#lib/api/ids.ts';
import type { Connection, Grant, GrantRequest, Purpose, Scope, Supporter } from '#lib/api/types.ts';
import { dayOf } from '#lib/ui/dates.ts';
import {
  endOf,
  isOrdered,
  isPossible,
  lastDay,
  spanOf,
  type Days,
  type Length,
  type Since
} from './periods.ts';

export type Step = 'who' | 'what' | 'long' | 'look';
export const STEPS: Step[] = ['who', 'what', 'long', 'look'];

/** Whom: one person (the id of their membership), a team (its id), or family and friends (of our standing by). */
export interface Whom {
  kind: 'person' | 'team' | 'supporter';
  id: string;
}

/** With whom something can be shared: those met at work, and family and friends who have said yes. */
export interface Circle {
  connections: Connection[];
  supporters: Supporter[];
}

export interface Choices {
  /** Of the grant it becomes, so that sharing twice shares once. */
  id: string;
  whom: Whom | null;
  scopes: Scope[];
  goals: 'all' | 'some';
  goal_ids: string[];
  purpose: Purpose;
  length: Length;
  until: string;
  since: Since;
  days: Days;
  reminds_before_end: boolean;
}

export const blank = (): Choices => ({
  id: newId(),
  whom: null,
  scopes: [],
  goals: 'all',
  goal_ids: [],
  purpose: 'support',
  length: 'months',
  until: '',
  since: 'months',
  days: { from: '', to: '' },
  reminds_before_end: true
});

export const isSame = (a: Whom | null, b: Whom | null): boolean =>
  a?.kind === b?.kind && a?.id === b?.id;

/** What still has to be chosen in a step before going on; null when nothing has. */
export function lacking(step: Step, choices: Choices, today: string): string | null {
  if (step === 'who') return choices.whom ? null : 'whom';
  if (step === 'long') return lackingTime(choices, today);
  if (step === 'look') return null;
  if (choices.scopes.length === 0) return 'scopes';
  const isNoGoal = choices.goals === 'some' && choices.goal_ids.length === 0;
  return choices.scopes.includes('goals') && isNoGoal ? 'goals' : null;
}

function lackingTime({ length, until, since, days }: Choices, today: string): string | null {
  if (!isPossible(lastDay(length, until, today), today)) return 'until';
  return since === 'days' && !isOrdered(days) ? 'days' : null;
}

/** The first step with something left to choose, at most the one that was asked for. */
export function reachable(asked: Step, choices: Choices, today: string): Step {
  const until = STEPS.slice(0, STEPS.indexOf(asked));
  return until.find((step) => lacking(step, choices, today)) ?? asked;
}

export function bodyOf(choices: Choices, now: Date, timeZone: string | undefined): GrantRequest {
  const today = dayOf(now, timeZone);
  const { whom } = choices;
  const hasGoals = choices.scopes.includes('goals') && choices.goals === 'some';
  return {
    membership: whom?.kind === 'person' ? whom.id : null,
    team: whom?.kind === 'team' ? whom.id : null,
    supporter: whom?.kind === 'supporter' ? whom.id : null,
    purpose: choices.purpose,
    scopes: choices.scopes,
    goal_ids: hasGoals ? choices.goal_ids : [],
    ...spanOf(choices.since, choices.days, today, timeZone),
    starts_at: null,
    expires_at: endOf(lastDay(choices.length, choices.until, today), timeZone),
    reminds_before_end: choices.reminds_before_end
  };
}

/** As it will read once it is shared. */
export function grantOf(
  choices: Choices,
  { connections, supporters }: Circle,
  now: Date,
  timeZone: string | undefined
): Grant {
  const body = bodyOf(choices, now, timeZone);
  const person = connections.find(({ membership }) => membership === body.membership);
  const team = connections.find(({ team }) => team.id === body.team);
  const supporter = supporters.find(({ id }) => id === body.supporter);
  return {
    ...(body as Required<GrantRequest>),
    id: choices.id,
    revoked_at: null,
    practitioner: person
      ? { ...person, team: person.team.name, organisation: person.organisation.name }
      : null,
    shared_supporter: supporter ? { id: supporter.id, name: supporter.name } : null,
    shared_team: team ? { ...team.team, organisation: team.organisation.name } : null
  };
}

/** With whom something can be shared: each person, and each of their teams once. */
export function whoms(connections: Connection[]): { people: Connection[]; teams: Connection[] } {
  const teams = connections.filter(
    ({ team }, at) => connections.findIndex((one) => one.team.id === team.id) === at
  );
  return { people: connections, teams };
}

export const isKnown = (whom: Whom | null, { connections, supporters }: Circle): boolean => {
  if (whom?.kind === 'supporter') return supporters.some(({ id }) => id === whom.id);
  return connections.some(({ membership, team }) =>
    whom?.kind === 'team' ? team.id === whom.id : membership === whom?.id
  );
};

/** A clinician's page is mostly looked at in a review; a peer worker's, in between. */
export const usualPurpose = (whom: Whom, { connections }: Circle): Purpose => {
  const person = connections.find(({ membership }) => membership === whom.id);
  return whom.kind === 'person' && person?.role === 'clinician' ? 'review' : 'support';
};
