import { api, got } from '#lib/api/client.ts';
import type { Goal, GoalStep, Notice, Suggestion } from '#lib/api/types.ts';

/** A step together with the goal it belongs to. */
export interface OpenStep {
  goal: Goal;
  step: GoalStep;
}

/** What is still open, in the person's own order. */
export function openSteps(goals: Goal[]): OpenStep[] {
  return goals.flatMap((goal) =>
    goal.steps
      .filter((step) => !step.done_at)
      .sort((a, b) => a.position - b.position)
      .map((step) => ({ goal, step }))
  );
}

export async function activeGoals(): Promise<Goal[]> {
  const page = await got(api.GET('/api/v1/goals/', { params: { query: { status: 'active' } } }));
  return page.results;
}

export function tick({ goal, step }: OpenStep, doneAt: string | null): Promise<GoalStep> {
  const { words, position } = step;
  return got(
    api.PUT('/api/v1/goals/{goal_id}/steps/{id}/', {
      params: { path: { goal_id: goal.id, id: step.id } },
      body: { words, position, done_at: doneAt }
    })
  );
}

/** The first idea the person has not answered yet. */
export async function oneIdea(): Promise<Suggestion | null> {
  const { suggestions } = await got(api.GET('/api/v1/suggestions/'));
  return suggestions.find(({ state }) => state === null) ?? null;
}

export async function hasCheckedInSince(since: string): Promise<boolean> {
  const query = { since, page_size: 1 };
  const page = await got(api.GET('/api/v1/check-ins/', { params: { query } }));
  return page.results.length > 0;
}

export async function unreadNotices(): Promise<Notice[]> {
  const page = await got(api.GET('/api/v1/notices/'));
  return page.results.filter(({ read_at }) => read_at === null);
}

export const readNotice = (id: string): Promise<unknown> =>
  got(api.POST('/api/v1/notices/{id}/read/', { params: { path: { id } } }));
