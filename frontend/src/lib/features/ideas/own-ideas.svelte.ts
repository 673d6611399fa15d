import type { OwnIdea } from '#lib/api/types.ts';
import { Answering } from './answering.svelte.ts';
import { deleteOwnIdea, putOwnIdea, UNANSWERED, type Answer } from './ideas.ts';
import type { Back } from './tell.ts';

/** What the person thought of themselves; each deed answers the way back. */
export class OwnIdeas {
  rows = $state.raw<OwnIdea[]>([]);

  #answerings: Record<string, Answering> = {};

  constructor(rows: OwnIdea[]) {
    this.rows = rows;
  }

  /** Nothing shows until the server has it: the words stay where they were written. */
  async add(idea: Pick<OwnIdea, 'id' | 'goal' | 'words'>): Promise<Back> {
    const stored = await putOwnIdea({ ...idea, state: 'saved', helped: null });
    this.rows = [stored, ...this.#others(stored.id)];
    return () => this.#drop(stored);
  }

  async reword(idea: OwnIdea, words: string): Promise<Back> {
    await this.#put(idea, { words });
    return () => this.#put(idea, { words: idea.words });
  }

  async remove(idea: OwnIdea): Promise<Back> {
    const now = this.#now(idea);
    await this.#drop(now);
    return async () => (this.rows = [await putOwnIdea(now), ...this.#others(now.id)]);
  }

  answeringOf(idea: OwnIdea): Answering {
    const { state, helped } = idea;
    return (this.#answerings[idea.id] ??= new Answering(
      { ...UNANSWERED, state, helped },
      (answer) => this.#answer(idea, answer)
    ));
  }

  #answer(idea: OwnIdea, { state, helped }: Answer): Promise<void> {
    return this.#put(idea, { state: state === 'none' ? 'saved' : state, helped });
  }

  async #put(idea: OwnIdea, change: Partial<OwnIdea>): Promise<void> {
    const stored = await putOwnIdea({ ...this.#now(idea), ...change });
    this.rows = this.rows.map((row) => (row.id === stored.id ? stored : row));
  }

  async #drop(idea: OwnIdea): Promise<void> {
    const before = this.rows;
    this.rows = this.#others(idea.id);
    await deleteOwnIdea(idea.id).catch((error: unknown) => {
      this.rows = before;
      throw error;
    });
  }

  #now(idea: OwnIdea): OwnIdea {
    return this.rows.find(({ id }) => id === idea.id) ?? idea;
  }

  #others(id: string): OwnIdea[] {
    return this.rows.filter((row) => row.id !== id);
  }
}
