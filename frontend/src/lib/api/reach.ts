import { ApiProblem, Unreachable, type Problem } from './errors.ts';

export type Reach = (request: Request) => Promise<Response>;

export const TIMEOUT = 10_000;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * fetch, except that whatever keeps an answer of ours from arriving is an `Unreachable`. A caller's own abort
 * stays what it is.
 */
export async function reach(request: Request): Promise<Response> {
  const token = around.document ? undefined : await askForToken();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), TIMEOUT);
  const stop = () => deadline.abort();
  request.signal.addEventListener('abort', stop);
  try {
    return checked(await fetch(withToken(request, token), { signal: deadline.signal }));
  } catch (error) {
    request.signal.throwIfAborted();
    throw error instanceof Unreachable ? error : new Unreachable(error);
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', stop);
  }
}

/** The first where there is https: no other host, and no page without it, can set a cookie of that name. */
const TOKENS = ['__Host-csrftoken', 'csrftoken'];
const COOKIE = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/;

/** Neither a worker's types nor a page's know both. */
interface Around {
  document?: { cookie: string };
  cookieStore?: { get: (name: string) => Promise<{ value?: string } | null> };
}
const around = globalThis as Around;

/** What every request that changes something carries; undefined before the first answer of the server. */
export const csrfToken = (): string | undefined => COOKIE.exec(around.document?.cookie ?? '')?.[1];

/** A worker has to ask for it, and not every browser lets it. */
async function askForToken(): Promise<string | undefined> {
  const found = await Promise.all(TOKENS.map((name) => around.cookieStore?.get(name)));
  return found.find((cookie) => cookie)?.value;
}

const UNTOUCHED = 60_000;
let touchedAt = Date.now();

// The build draws pages, and nobody touches it.
for (const touch of ['pointerdown', 'keydown', 'wheel', 'touchmove'])
  globalThis.addEventListener?.(touch, () => (touchedAt = Date.now()), { passive: true });

/** What a page asks by itself, with nobody before it, is marked `Unseen`: it keeps nobody signed in. */
export const isUntouched = (): boolean => Date.now() - touchedAt > UNTOUCHED;

function withToken(request: Request, asked: string | undefined): Request {
  if (isUntouched()) request.headers.set('Unseen', '1');
  const token = asked ?? csrfToken();
  if (token && !SAFE.has(request.method)) request.headers.set('X-CSRFToken', token);
  return request;
}

/** Only JSON, or nothing at all, is ours: a proxy's or a café's HTML says nothing about what we sent. */
function checked(response: Response): Response {
  const type = response.headers.get('Content-Type') ?? '';
  if (response.redirected || (response.status !== 204 && !/[/+]json\b/.test(type))) {
    throw new Unreachable(response.status);
  }
  return response;
}

/** A refusal as an ApiProblem; a gateway's 502-504 as Unreachable, whoever wrote it. */
export function refusal(status: number, body: unknown): ApiProblem | Unreachable {
  if (status >= 502 && status <= 504) return new Unreachable(status);
  return new ApiProblem({ code: 'unknown', ...(body as Partial<Problem>), status });
}
