import { api, got, gotNext } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import type {
  AnsweredSuggestion,
  OwnIdea,
  Paged,
  Resource,
  SavedResource,
  Suggestion,
  SuggestionAnswer,
  SuggestionState,
  Suggestions
} from '#lib/api/types.ts';

/** A place among the ideas that stays with the goal that is looked at. */
export const withGoal = (path: string, goal: string | null): string =>
  goal ? `${path}?goal=${goal}` : path;

/** What a person says to one idea. */
export type Answer = Omit<SuggestionAnswer, 'goal'>;

/** Characters of an own idea. */
export const OWN_LIMIT = 500;

export const UNANSWERED: Answer = {
  state: 'none',
  reason: null,
  reason_words: '',
  helped: null,
  note: ''
};

/** For one goal, or for all that are going on together. */
export const ideasFor = (goal: string | null): Promise<Suggestions> =>
  got(api.GET('/api/v1/suggestions/', { params: { query: goal ? { goal } : {} } }));

/** One idea with its reasons and what was said to it; without a goal only what it is. */
export async function oneIdea(goal: string | null, id: string): Promise<AnsweredSuggestion> {
  if (!goal) {
    return {
      goal,
      resource: await resource(id),
      reasons: [],
      links: [],
      state: null,
      answer: null
    };
  }
  const path = { goal_id: goal, resource_id: id };
  return got(api.GET('/api/v1/suggestions/{goal_id}/{resource_id}/', { params: { path } }));
}

const resource = (id: string): Promise<Resource> =>
  got(api.GET('/api/v1/resources/{resource_id}/', { params: { path: { resource_id: id } } }));

export async function putAnswer(goal: string, id: string, answer: Answer): Promise<Answer> {
  const path = { goal_id: goal, resource_id: id };
  const { state, reason, reason_words, helped, note } = answer;
  return got(
    api.PUT('/api/v1/suggestions/{goal_id}/{resource_id}/', {
      params: { path },
      body: { state, reason, reason_words, helped, note }
    })
  );
}

/** Everything that was answered so, newest first. */
export const answeredSo = (state: SuggestionState): Promise<Paged<SavedResource>> =>
  got(api.GET('/api/v1/saved-resources/', { params: { query: { state } } }));

export const answeredAfter = (page: Paged<SavedResource>): Promise<Paged<SavedResource> | null> =>
  gotNext<Paged<SavedResource>>(page.next);

const MOST_PAGES = 10;

export async function allOwnIdeas(): Promise<OwnIdea[]> {
  let page: Paged<OwnIdea> | null = await got(
    api.GET('/api/v1/own-ideas/', { params: { query: { page_size: 100 } } })
  );
  const ideas = [...page.results];
  for (let pages = 1; page?.next && pages < MOST_PAGES; pages++) {
    page = await gotNext<Paged<OwnIdea>>(page.next);
    ideas.push(...(page?.results ?? []));
  }
  return ideas;
}

/** An own idea needs words; everything else has its place already. */
export async function putOwnIdea(idea: Omit<OwnIdea, 'recorded_at'>): Promise<OwnIdea> {
  const { id, goal, words, state, helped } = idea;
  if (!words.trim()) throw noWords();
  return got(
    api.PUT('/api/v1/own-ideas/{id}/', {
      params: { path: { id } },
      body: { goal, words, state, helped }
    })
  );
}

const noWords = () =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { words: [{ code: 'blank' }] } });

export async function deleteOwnIdea(id: string): Promise<void> {
  await api.DELETE('/api/v1/own-ideas/{id}/', { params: { path: { id } } });
}

/** What there is to compare: the ideas for a goal, and any that are asked for by id. */
export async function toCompare(goal: string | null, asked: string[]): Promise<Suggestion[]> {
  const { suggestions } = await ideasFor(goal);
  const others = asked.filter((id) => suggestions.every(({ resource }) => resource.id !== id));
  const more = await Promise.all(others.map((id) => oneIdea(goal, id)));
  const seen = new Set<string>();
  return [...suggestions, ...more].filter(({ resource: { id } }) => !seen.has(id) && seen.add(id));
}
