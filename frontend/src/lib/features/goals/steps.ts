import type { GoalStep } from '#lib/api/types.ts';

/** As the person ordered them; two on one place stand in the order they were made. */
export const inOrder = (steps: readonly GoalStep[]): GoalStep[] =>
  [...steps].sort((a, b) => a.position - b.position || a.id.localeCompare(b.id));

export const nextPlace = (steps: readonly GoalStep[]): number =>
  Math.max(-1, ...steps.map(({ position }) => position)) + 1;

/** The step a person might do next. */
export const nextStep = (steps: readonly GoalStep[]): GoalStep | undefined =>
  inOrder(steps).find(({ done_at }) => !done_at);

/** One place up (-1) or down (1): the steps whose place changes, with their new places. */
export function moved(steps: readonly GoalStep[], id: string, by: -1 | 1): GoalStep[] {
  const order = inOrder(steps);
  const from = order.findIndex((step) => step.id === id);
  const [step, neighbour] = [order[from], order[from + by]];
  if (!step || !neighbour) return [];
  [order[from], order[from + by]] = [neighbour, step];
  return order
    .map((each, position) => ({ ...each, position }))
    .filter(({ id, position }) => steps.find((old) => old.id === id)?.position !== position);
}
