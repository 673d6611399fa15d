import { gotNext } from '#lib/api/client.ts';
import { newId, recordedNow } from '#lib/api/ids.ts';
import type { Paged, Remark, RemarkAnswer } from '#lib/api/types.ts';
import { deleteAnswer, eraseRemark, firstRemarks, putAnswer } from './remarks.ts';

/** What was written about the person, as far as it has been read. */
export class OpenRemarks {
  rows = $state.raw<Remark[]>([]);
  next = $state<string | null>(null);

  static async read(): Promise<OpenRemarks> {
    const remarks = new OpenRemarks();
    remarks.#add(await firstRemarks());
    return remarks;
  }

  async more(): Promise<void> {
    this.#add(await gotNext<Paged<Remark>>(this.next));
  }

  async answer(remark: Remark, id: string, words: string): Promise<void> {
    const answer = await putAnswer(remark.id, id, words);
    this.#change(remark.id, ({ answers }) => ({ answers: [...answers, answer] }));
  }

  /** Answers the way back: the same words, at the end. */
  async takeBack(remark: Remark, { id, words }: RemarkAnswer): Promise<() => Promise<void>> {
    await deleteAnswer(remark.id, id);
    this.#change(remark.id, ({ answers }) => ({
      answers: answers.filter((answer) => answer.id !== id)
    }));
    return () => this.answer(remark, newId(), words);
  }

  async erase({ id }: Remark): Promise<void> {
    await eraseRemark(id);
    const erased_at = recordedNow();
    this.#change(id, () => ({ words: '', answers: [], erased_at }));
  }

  #add(page: Paged<Remark> | null): void {
    this.rows = [...this.rows, ...(page?.results ?? [])];
    this.next = page?.next ?? null;
  }

  #change(id: string, change: (remark: Remark) => Partial<Remark>): void {
    this.rows = this.rows.map((one) => (one.id === id ? { ...one, ...change(one) } : one));
  }
}
