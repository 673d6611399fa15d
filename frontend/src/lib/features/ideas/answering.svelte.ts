import type { Answer } from './ideas.ts';
import { tell } from './tell.ts';

type Put = (answer: Answer) => Promise<unknown>;

/** What a person says to one idea: it shows at once, is sent in order, and is taken back if it does not arrive. */
export class Answering {
  answer = $state.raw() as Answer;
  error = $state.raw<unknown>(null);

  #put: Put;
  #arrived: Answer;
  #waiting = 0;
  #line: Promise<unknown> = Promise.resolve();

  constructor(answer: Answer, put: Put) {
    this.answer = answer;
    this.#arrived = answer;
    this.#put = put;
  }

  /** Gives the answer, says `said`, and offers the way back. True when it has arrived; else `error` says why. */
  async give(next: Answer, said: string): Promise<boolean> {
    const before = this.answer;
    try {
      await this.#send(next);
    } catch (error) {
      this.error = error;
      return false;
    }
    tell(said, () => this.#send(before));
    return true;
  }

  async #send(next: Answer): Promise<void> {
    this.error = null;
    this.answer = next;
    this.#waiting++;
    const sent = this.#line.then(() => this.#put(next));
    this.#line = sent.catch(() => undefined);
    try {
      await sent;
      this.#arrived = next;
    } finally {
      if (--this.#waiting === 0) this.answer = this.#arrived;
    }
  }
}

/** Kept for later: what was said against it no longer holds. */
export const asSaved = (answer: Answer): Answer => ({
  ...answer,
  state: 'saved',
  reason: null,
  reason_words: '',
  helped: null
});

export const asTried = (answer: Answer): Answer => ({ ...asSaved(answer), state: 'tried' });

/** "Not for me" after a try keeps whether it helped. */
export const asDismissed = (answer: Answer): Answer => ({ ...answer, state: 'dismissed' });
