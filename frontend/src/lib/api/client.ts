import createClient, { type Middleware } from 'openapi-fetch';
import { reach, refusal, type Reach } from './reach.ts';
import type { paths } from './schema.d.ts';

let way: Reach = reach;

/** Another way to the server than straight: by what the phone holds. None: straight again. */
export function goBy(other: Reach = reach): void {
  way = other;
}

const refuse: Middleware = {
  async onResponse({ response }) {
    if (!response.ok)
      throw refusal(
        response.status,
        await response
          .clone()
          .json()
          .catch(() => ({}))
      );
  }
};

/** Typed by the server's own schema. Every refusal is thrown: an ApiProblem or an Unreachable. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  credentials: 'same-origin',
  fetch: (request) => way(request)
});

api.use(refuse);

/** What came back: `const goal = await got(api.GET('/api/v1/goals/{id}/', ...))`. */
export async function got<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  return (await answer).data as NonNullable<T>;
}

/** Follows a list's `next` link; null when there is none. */
export async function gotNext<T>(next: string | null | undefined): Promise<T | null> {
  if (!next) return null;
  const { pathname, search } = new URL(next, location.origin);
  const response = await way(new Request(location.origin + pathname + search));
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw refusal(response.status, body);
  return body as T;
}
