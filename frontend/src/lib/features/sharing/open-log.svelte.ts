import { api, got, gotNext } from '#lib/api/client.ts';
import type { LogLine, Paged, Scope } from '#lib/api/types.ts';

export interface LogFilter {
  person: string | null;
  kind: Scope | null;
}

export const EVERYTHING: LogFilter = { person: null, kind: null };

const asQuery = ({ person, kind }: LogFilter) => ({
  ...(person && { person }),
  ...(kind && { kind })
});

export const looks = (filter: LogFilter = EVERYTHING, size?: number): Promise<Paged<LogLine>> =>
  got(
    api.GET('/api/v1/access-log/', {
      params: { query: { ...asQuery(filter), ...(size && { page_size: size }) } }
    })
  );

/** Where the same lines are to be had as a table. */
export function tableAddress(filter: LogFilter): string {
  const query = new URLSearchParams(asQuery(filter)).toString();
  return `/api/v1/access-log/export/${query && `?${query}`}`;
}

/** Who looked, as far as it has been read. New looks come on top. */
export class OpenLog {
  rows = $state.raw<LogLine[]>([]);
  next = $state<string | null>(null);
  /** How many came while this was open. */
  fresh = $state(0);

  #filter: LogFilter;

  constructor(filter: LogFilter) {
    this.#filter = filter;
  }

  static async read(filter: LogFilter): Promise<OpenLog> {
    const log = new OpenLog(filter);
    log.#begin(await looks(filter));
    return log;
  }

  async more(): Promise<void> {
    const page = await gotNext<Paged<LogLine>>(this.next);
    if (!page) return;
    this.rows = [...this.rows, ...page.results];
    this.next = page.next;
  }

  /** Asks for the newest. When more came than fit on one page, the list begins anew. */
  async refresh(): Promise<void> {
    const page = await looks(this.#filter);
    const known = new Set(this.rows.map(({ id }) => id));
    const came = page.results.filter(({ id }) => !known.has(id));
    if (came.length === 0) return;
    this.fresh += came.length;
    if (came.length === page.results.length) this.#begin(page);
    else this.rows = [...came, ...this.rows];
  }

  #begin({ results, next }: Paged<LogLine>): void {
    this.rows = results;
    this.next = next;
  }
}

const EVERY = 3_000;

/**
 * Asks again and again while the page is in sight, never twice at once. Answers how to end it.
 * `onheard` hears each time whether there was an answer.
 */
export function stayFresh(
  ask: () => Promise<unknown>,
  onheard: (isReached: boolean) => void
): () => void {
  let isAsking = false;
  const turn = async () => {
    if (isAsking || document.hidden) return;
    isAsking = true;
    await ask().then(
      () => onheard(true),
      () => onheard(false)
    );
    isAsking = false;
  };
  const now = () => void turn();
  const timer = setInterval(now, EVERY);
  document.addEventListener('visibilitychange', now);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', now);
  };
}
