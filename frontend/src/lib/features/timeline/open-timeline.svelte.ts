import { api, got, gotNext } from '#lib/api/client.ts';
import type { Paged, TimelineRow } from '#lib/api/types.ts';

const firstPage = (): Promise<Paged<TimelineRow>> => got(api.GET('/api/v1/timeline/'));

/** The timeline as far as it has been read. */
export class OpenTimeline {
  rows = $state.raw<TimelineRow[]>([]);
  next = $state<string | null>(null);

  static async read(): Promise<OpenTimeline> {
    const timeline = new OpenTimeline();
    timeline.#add(await firstPage());
    return timeline;
  }

  async more(): Promise<void> {
    const page = await gotNext<Paged<TimelineRow>>(this.next);
    if (page) this.#add(page);
  }

  #add({ results, next }: Paged<TimelineRow>): void {
    this.rows = [...this.rows, ...results];
    this.next = next;
  }
}
