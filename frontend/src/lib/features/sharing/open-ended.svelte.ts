import type { Grant, Paged } from '#lib/api/types.ts';
import { firstGrants, grantsAfter, overAmong } from './sharing.ts';

/** What was shared before, as far as it has been read. */
export class OpenEnded {
  rows = $state.raw<Grant[]>([]);
  next = $state<string | null>(null);

  static async read(): Promise<OpenEnded> {
    const ended = new OpenEnded();
    await ended.#add(await firstGrants());
    return ended;
  }

  async more(): Promise<void> {
    await this.#add(await grantsAfter({ next: this.next, previous: null, results: [] }));
  }

  /** What is open still stands on the same pages: it reads on until there is something to show. */
  async #add(page: Paged<Grant> | null): Promise<void> {
    const over = overAmong(page?.results ?? []);
    if (page?.next && over.length === 0) return this.#add(await grantsAfter(page));
    this.rows = [...this.rows, ...over];
    this.next = page?.next ?? null;
  }
}
