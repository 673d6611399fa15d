import type { Goal, GoalStatus } from '#lib/api/types.ts';

/** In the order they are shown; all four in the same tone. */
export const STATUSES: readonly GoalStatus[] = ['active', 'on_hold', 'completed', 'cancelled'];

const CLOSED: readonly GoalStatus[] = ['completed', 'cancelled'];

/** Steps and ratings rest until it is opened again. */
export const isClosed = ({ status }: Pick<Goal, 'status'>): boolean => CLOSED.includes(status);

/** Where a goal may go from here; any to any is allowed, and only what makes sense is offered. */
export function waysOn(status: GoalStatus): GoalStatus[] {
  if (status === 'active') return ['on_hold', 'completed', 'cancelled'];
  if (status === 'on_hold') return ['active', 'completed', 'cancelled'];
  return ['active'];
}

export interface Standing {
  status: GoalStatus;
  goals: Goal[];
}

/** Only those that hold something. */
export function byStatus(goals: Goal[]): Standing[] {
  return STATUSES.map((status) => ({
    status,
    goals: goals.filter((goal) => goal.status === status)
  })).filter(({ goals }) => goals.length > 0);
}
