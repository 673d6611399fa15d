import type { OwnIdea, Paged, SavedResource, SuggestionState } from '#lib/api/types.ts';
import { allOwnIdeas, answeredAfter, answeredSo } from './ideas.ts';
import { OwnIdeas } from './own-ideas.svelte.ts';

/** What was answered, and where in the address each is found. */
export const VIEWS = { saved: 'saved', tried: 'tried', aside: 'dismissed' } as const;

export type View = keyof typeof VIEWS;

export const viewOf = (asked: string | null): View =>
  asked === 'tried' || asked === 'aside' ? asked : 'saved';

/** One line of the list: something from the directory, or an idea of one's own. */
export type KeptRow = { key: string; row: SavedResource; idea?: undefined } | OwnRow;
type OwnRow = { key: string; idea: OwnIdea; row?: undefined };

const at = ({ row, idea }: KeptRow) => (row ?? idea).recorded_at;

/** Both kinds, newest first, as far as they have been read; own ideas wait for the page they belong to. */
export function merged(rows: SavedResource[], ideas: OwnIdea[], isAll: boolean): KeptRow[] {
  const oldest = rows.at(-1)?.recorded_at ?? '';
  const due = isAll ? ideas : ideas.filter(({ recorded_at }) => recorded_at >= oldest);
  return [
    ...rows.map((row): KeptRow => ({ key: `${row.goal}:${row.resource.id}`, row })),
    ...due.map((idea): KeptRow => ({ key: idea.id, idea }))
  ].sort((a, b) => Date.parse(at(b)) - Date.parse(at(a)));
}

/** Everything that was answered so, as far as it has been read. What changes here stays where it is. */
export class KeptList {
  own: OwnIdeas;
  rows = $state.raw<SavedResource[]>([]);
  next = $state<string | null>(null);

  #mine: string[];
  #last: Paged<SavedResource>;

  constructor(first: Paged<SavedResource>, ideas: OwnIdea[], state: SuggestionState) {
    this.own = new OwnIdeas(ideas);
    this.#mine = ideas.filter((idea) => idea.state === state).map(({ id }) => id);
    this.#last = first;
    this.#add(first);
  }

  static async read(state: SuggestionState): Promise<KeptList> {
    const [first, ideas] = await Promise.all([answeredSo(state), allOwnIdeas()]);
    return new KeptList(first, ideas, state);
  }

  get all(): KeptRow[] {
    const mine = this.own.rows.filter(({ id }) => this.#mine.includes(id));
    return merged(this.rows, mine, this.next === null);
  }

  async more(): Promise<void> {
    const page = await answeredAfter(this.#last);
    if (page) this.#add(page);
  }

  #add(page: Paged<SavedResource>): void {
    this.#last = page;
    this.rows = [...this.rows, ...page.results];
    this.next = page.next;
  }
}
