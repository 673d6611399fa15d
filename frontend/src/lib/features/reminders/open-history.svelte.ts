import { api, got, gotNext } from '#lib/api/client.ts';
import type { Occurrence, Paged } from '#lib/api/types.ts';

/** What became of each in the last 30 days, as far as it has been read. */
export class OpenHistory {
  rows = $state.raw<Occurrence[]>([]);
  next = $state<string | null>(null);

  static async read(): Promise<OpenHistory> {
    const history = new OpenHistory();
    history.#add(await got(api.GET('/api/v1/reminders/occurrences/')));
    return history;
  }

  async more(): Promise<void> {
    const page = await gotNext<Paged<Occurrence>>(this.next);
    if (page) this.#add(page);
  }

  #add({ results, next }: Paged<Occurrence>): void {
    this.rows = [...this.rows, ...results];
    this.next = next;
  }
}
