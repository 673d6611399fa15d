import { api, got } from '#lib/api/client.ts';
import type { GoalStep, Notice, Today, TodayGoal } from '#lib/api/types.ts';

/** A step together with the goal it belongs to. */
export interface OpenStep {
  goal: TodayGoal;
  step: GoalStep;
}

/** What is still open, in the person's own order. */
export function openSteps(goals: TodayGoal[]): OpenStep[] {
  return goals.flatMap((goal) =>
    goal.steps
      .filter((step) => !step.done_at)
      .sort((a, b) => a.position - b.position)
      .map((step) => ({ goal, step }))
  );
}

/** Everything this screen shows, in one request. */
export const readToday = (): Promise<Today> => got(api.GET('/api/v1/today/'));

export function tick({ goal, step }: OpenStep, doneAt: string | null): Promise<GoalStep> {
  const { words, position } = step;
  return got(
    api.PUT('/api/v1/goals/{goal_id}/steps/{id}/', {
      params: { path: { goal_id: goal.id, id: step.id } },
      body: { words, position, done_at: doneAt }
    })
  );
}

/** News says what all news says: two of it are one to read. The newest first. */
export function saidOnce(notices: Notice[]): [Notice, ...Notice[]][] {
  const byWords = new Map<string, [Notice, ...Notice[]]>();
  for (const notice of notices) {
    const key = notice.is_news ? notice.words : notice.id;
    const same = byWords.get(key);
    if (same) same.push(notice);
    else byWords.set(key, [notice]);
  }
  return [...byWords.values()];
}

export const readNotice = (id: string): Promise<unknown> =>
  got(api.POST('/api/v1/notices/{id}/read/', { params: { path: { id } } }));
