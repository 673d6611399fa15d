import { newId } from '#lib/api/ids.ts';
import type { Notes } from '#lib/api/types.ts';
import { putNote } from './together.ts';

/** What the box holds to begin with: the one text that stands, or both where two were written at once. */
export const standingWords = ({ standing }: Pick<Notes, 'standing'>): string =>
  standing
    .map(({ words }) => words)
    .filter(Boolean)
    .join('\n\n');

/** One text being written on top of what stands. The same id again where an answer was lost on its way. */
export class NoteWriting {
  words = $state('');

  #based: string[];
  #id = newId();
  #tried = '';

  constructor(notes: Notes) {
    this.words = standingWords(notes);
    this.#based = notes.standing.map(({ id }) => id);
  }

  async save(assignment: string, meeting: string): Promise<void> {
    if (this.#tried && this.#tried !== this.words) this.#id = newId();
    this.#tried = this.words;
    const body = { words: this.words, based_on: this.#based };
    await putNote(assignment, meeting, this.#id, body);
  }
}
