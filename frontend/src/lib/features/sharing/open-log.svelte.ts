import { gotNext } from '#lib/api/client.ts';
import type { LogLine, Paged } from '#lib/api/types.ts';
import { looks, type LogFilter } from './looks.ts';

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
    const came = page.results.filter(({ id }) => !this.rows.some((row) => row.id === id));
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
