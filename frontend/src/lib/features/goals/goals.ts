import { api, got, gotNext } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type {
  Goal,
  GoalHistoryRow,
  GoalRating,
  GoalStatus,
  GoalStep,
  Paged
} from '#lib/api/types.ts';

/** What of a goal is the person's to write. */
export type GoalContent = Pick<
  Goal,
  | 'recorded_at'
  | 'words'
  | 'why'
  | 'domains'
  | 'areas'
  | 'barriers'
  | 'own_barrier'
  | 'importance'
  | 'confidence'
  | 'together_with'
>;
type GoalBody = GoalContent & { version: number };

const MOST_PAGES = 10;

export async function allGoals(): Promise<Goal[]> {
  let page: Paged<Goal> | null = await got(
    api.GET('/api/v1/goals/', { params: { query: { page_size: 100 } } })
  );
  const goals = [...page.results];
  for (let pages = 1; page?.next && pages < MOST_PAGES; pages++) {
    page = await gotNext<Paged<Goal>>(page.next);
    goals.push(...(page?.results ?? []));
  }
  return goals;
}

export const getGoal = (id: string): Promise<Goal> =>
  got(api.GET('/api/v1/goals/{id}/', { params: { path: { id } } }));

/** A goal needs words; everything else can wait. */
export async function putGoal(id: string, body: GoalBody): Promise<Goal> {
  if (!body.words.trim()) throw noWords();
  const areas = body.areas.filter((area) => body.domains.includes(area.split('.')[0] ?? ''));
  return got(
    api.PUT('/api/v1/goals/{id}/', { params: { path: { id } }, body: { ...body, areas } })
  );
}

const noWords = () =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { words: [{ code: 'blank' }] } });

export async function deleteGoal(id: string): Promise<void> {
  await api.DELETE('/api/v1/goals/{id}/', { params: { path: { id } } });
}

export const changeStatus = (id: string, status: GoalStatus, reason = ''): Promise<Goal> =>
  got(
    api.POST('/api/v1/goals/{id}/status/', { params: { path: { id } }, body: { status, reason } })
  );

export const historyOf = (id: string): Promise<Paged<GoalHistoryRow>> =>
  got(
    api.GET('/api/v1/goals/{goal_id}/history/', {
      params: { path: { goal_id: id }, query: { page_size: 100 } }
    })
  );

export const putStep = (goal_id: string, { id, ...body }: GoalStep): Promise<GoalStep> =>
  got(api.PUT('/api/v1/goals/{goal_id}/steps/{id}/', { params: { path: { goal_id, id } }, body }));

export async function deleteStep(goal_id: string, id: string): Promise<void> {
  await api.DELETE('/api/v1/goals/{goal_id}/steps/{id}/', { params: { path: { goal_id, id } } });
}

export const seriesOf = (id: string) =>
  got(api.GET('/api/v1/goals/{goal_id}/ratings/series/', { params: { path: { goal_id: id } } }));

/** The newest hundred, with what was said about them. */
export const newestRatings = async (id: string): Promise<GoalRating[]> => {
  const page = await got(
    api.GET('/api/v1/goals/{goal_id}/ratings/', {
      params: { path: { goal_id: id }, query: { page_size: 100 } }
    })
  );
  return page.results;
};

export const putRating = (goal_id: string, { id, ...body }: GoalRating): Promise<GoalRating> =>
  got(
    api.PUT('/api/v1/goals/{goal_id}/ratings/{id}/', { params: { path: { goal_id, id } }, body })
  );

export async function deleteRating(goal_id: string, id: string): Promise<void> {
  await api.DELETE('/api/v1/goals/{goal_id}/ratings/{id}/', { params: { path: { goal_id, id } } });
}

/** How the goals screens write one. */
export const goalWriting = {
  noun: 'goal',
  blank: (): GoalContent => ({
    recorded_at: recordedNow(),
    words: '',
    why: '',
    domains: [],
    areas: [],
    barriers: [],
    own_barrier: '',
    importance: null,
    confidence: null,
    together_with: ''
  }),
  contentOf: (goal: Goal): GoalContent => ({
    recorded_at: goal.recorded_at,
    words: goal.words,
    why: goal.why,
    domains: goal.domains,
    areas: goal.areas,
    barriers: goal.barriers,
    own_barrier: goal.own_barrier,
    importance: goal.importance,
    confidence: goal.confidence,
    together_with: goal.together_with
  }),
  put: putGoal
};
