import { isUnreachable } from '#lib/api/errors.ts';
import { reach, type Reach } from '#lib/api/reach.ts';
import { isReadable, mayWait } from './nouns.ts';

/** So long a screen waits for the server where the phone has something to show instead. */
const PATIENCE = 2_500;
const SEARCH = '/api/v1/journal/entries/search/';

/**
 * The way to the server for one person's own record: what they write goes through the outbox, what they read is
 * kept for when there is no signal. Everything else goes straight.
 */
export const byPhone =
  (owner: string): Reach =>
  (request) => {
    const { pathname, search } = new URL(request.url);
    if (request.method === 'GET') {
      return isReadable(pathname) ? read(owner, pathname + search, request) : reach(request);
    }
    if (pathname === SEARCH) return look(owner, pathname, request);
    return mayWait(request.method, pathname) ? write(owner, request) : reach(request);
  };

async function write(owner: string, request: Request): Promise<Response> {
  const { written } = await import('./writing-through.ts');
  return written(owner, request);
}

async function read(owner: string, address: string, request: Request): Promise<Response> {
  const asked = ask(owner, address, request);
  try {
    return (await Promise.race([asked, whenLate(asked)])) === LATE
      ? ((await back(owner, address)) ?? (await asked))
      : await asked;
  } catch (error) {
    const found = isUnreachable(error) ? await back(owner, address) : null;
    if (!found) throw error;
    return found;
  }
}

const LATE = Symbol('late');

const whenLate = (asked: Promise<unknown>) =>
  new Promise<typeof LATE>((done) => {
    const timer = setTimeout(() => done(LATE), PATIENCE);
    const stop = () => clearTimeout(timer);
    asked.then(stop, stop);
  });

/** Another tab may have signed somebody else in: what is theirs is not given out, and not kept here. */
async function ask(owner: string, address: string, request: Request): Promise<Response> {
  request.headers.set('X-Owner', owner);
  const response = await reach(request);
  const { fromServer } = await import('./reading-back.ts');
  return fromServer(owner, address, response);
}

async function back(owner: string, address: string): Promise<Response | null> {
  const { fromPhone } = await import('./reading-back.ts');
  return fromPhone(owner, address);
}

async function look(owner: string, path: string, request: Request): Promise<Response> {
  const kept = request.clone();
  try {
    return await reach(request);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const { searched } = await import('./reading-back.ts');
    return searched(owner, path, await kept.json());
  }
}
