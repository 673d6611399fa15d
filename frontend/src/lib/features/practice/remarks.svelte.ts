import { api, got, gotNext } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { newId } from '#lib/api/ids.ts';
import type { Paged, Purpose, WrittenRemark } from '#lib/api/types.ts';

export type About = WrittenRemark['about'];

export const LIMIT = 2_000;

export const writtenRemarks = (person: string, purpose: Purpose): Promise<Paged<WrittenRemark>> =>
  got(
    api.GET('/api/v1/people/{person_id}/remarks/', {
      params: { path: { person_id: person }, query: { purpose } }
    })
  );

export const remarksAfter = (next: string | null): Promise<Paged<WrittenRemark> | null> =>
  gotNext<Paged<WrittenRemark>>(next);

/** Words on their way to the person they are about: in this page's memory alone, never on the device. */
export class RemarkDraft {
  words = $state('');
  about = $state<About>('review');
  aboutId = $state<string | null>(null);

  #person: string;
  #purpose: Purpose;
  /** The same id again, where an answer was lost on its way; another once the words are others. */
  #id = newId();
  #tried = '';

  constructor(person: string, purpose: Purpose, sheet: string | null = null) {
    this.#person = person;
    this.#purpose = purpose;
    if (sheet) this.pick('sheet', sheet);
  }

  pick(about: About, id: string | null): void {
    this.about = about;
    this.aboutId = id;
  }

  async send(): Promise<void> {
    if (!this.words.trim()) throw noWords();
    const body = { about: this.about, about_id: this.aboutId, words: this.words };
    const tried = JSON.stringify(body);
    if (this.#tried && this.#tried !== tried) this.#id = newId();
    this.#tried = tried;
    const path = { person_id: this.#person, id: this.#id };
    const query = { purpose: this.#purpose };
    await api.PUT('/api/v1/people/{person_id}/remarks/{id}/', { params: { path, query }, body });
    this.words = '';
    this.#tried = '';
    this.#id = newId();
  }
}

const noWords = () =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { words: [{ code: 'blank' }] } });
