import type { Paged } from '#lib/api/types.ts';
import { after } from './directory.ts';

/** A list as far as it was read. A row that is done with leaves it at once. */
export class Pages<T extends { id: string }> {
  rows = $state.raw<T[]>([]);
  #last = $state.raw<Paged<T>>();

  constructor(first: Paged<T>) {
    this.#add(first);
  }

  get hasMore(): boolean {
    return Boolean(this.#last?.next);
  }

  async more(): Promise<void> {
    const page = this.#last && (await after(this.#last));
    if (page) this.#add(page);
  }

  drop(id: string): void {
    this.rows = this.rows.filter((row) => row.id !== id);
  }

  #add(page: Paged<T>): void {
    this.#last = page;
    this.rows = [...this.rows, ...page.results];
  }
}
