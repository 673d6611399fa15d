import { newId } from '#lib/api/ids.ts';
import type { Entry, SharedLine } from '#lib/api/types.ts';
import { deleteLine, linesOf, putLine } from './lines.ts';

/** The lines taken out of one page. */
export class OpenLines {
  rows = $state.raw<SharedLine[]>([]);

  #entry: Entry;

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  static async read(entry: Entry): Promise<OpenLines> {
    const lines = new OpenLines(entry);
    lines.rows = await linesOf(entry.id);
    return lines;
  }

  async add(id: string, words: string): Promise<void> {
    const line = await putLine(id, this.#entry, words);
    this.rows = [line, ...this.rows.filter((one) => one.id !== id)];
  }

  /** Answers the way back: the same words again. */
  async remove({ id, words }: SharedLine): Promise<() => Promise<void>> {
    await deleteLine(id);
    this.rows = this.rows.filter((one) => one.id !== id);
    return () => this.add(newId(), words);
  }
}
