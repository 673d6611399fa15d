import { api, got } from '#lib/api/client.ts';
import { isGone } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Attained, Attainment, AttainmentScale } from '#lib/api/types.ts';

/** From much less than hoped for to much more, as the words of a scale come. */
export const LEVELS = [-2, -1, 0, 1, 2] as const;
export type Level = (typeof LEVELS)[number];
export const HOPED_FOR = 2;
export const LIMIT = 200;

const KEYS = ['less_2', 'less_1', '0', '1', '2'] as const;
export const keyAt = (at: number) => KEYS[at] ?? '0';

export type ScaleContent = Omit<AttainmentScale, 'id' | 'version'>;

/** Null: the person wants no number for this goal. */
export async function scaleOf(goal: string): Promise<AttainmentScale | null> {
  try {
    const scale = await got(
      api.GET('/api/v1/goals/{id}/scale/', { params: { path: { id: goal } } })
    );
    return { ...scale, id: goal };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function putScale(
  goal: string,
  body: ScaleContent & { version: number }
): Promise<AttainmentScale> {
  const params = { path: { id: goal } };
  return { ...(await got(api.PUT('/api/v1/goals/{id}/scale/', { params, body }))), id: goal };
}

export async function deleteScale(goal: string): Promise<void> {
  await api.DELETE('/api/v1/goals/{id}/scale/', { params: { path: { id: goal } } });
}

/** Where the goal was said to be last; null: not yet. */
export async function lastAttained(goal: string): Promise<Attainment | null> {
  const params = { path: { goal_id: goal }, query: { page_size: 1 } };
  const { results } = await got(api.GET('/api/v1/goals/{goal_id}/attainments/', { params }));
  return results[0] ?? null;
}

export const sayAttained = (goal: string, id: string, level: Level): Promise<Attainment> =>
  got(
    api.PUT('/api/v1/goals/{goal_id}/attainments/{id}/', {
      params: { path: { goal_id: goal, id } },
      body: { recorded_at: recordedNow(), level }
    })
  );

export async function takeBack(goal: string, id: string): Promise<void> {
  await api.DELETE('/api/v1/goals/{goal_id}/attainments/{id}/', {
    params: { path: { goal_id: goal, id } }
  });
}

/** The number over all goals that have one. */
export const attained = (): Promise<Attained> => got(api.GET('/api/v1/goals/attained/'));

/** How the screen writes a scale. */
export const scaleWriting = {
  noun: 'scale',
  blank: (): ScaleContent => ({
    recorded_at: recordedNow(),
    words: LEVELS.map(() => ''),
    weight: 1
  }),
  contentOf: ({ recorded_at, words, weight }: AttainmentScale): ScaleContent => ({
    recorded_at,
    words,
    weight
  }),
  put: putScale
};
