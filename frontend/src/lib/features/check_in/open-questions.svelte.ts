import type { OwnItem } from '#lib/api/types.ts';
import {
  putAwayOwnItem,
  putChosen,
  putOwnItem,
  type OwnItemContent,
  type Questions
} from './questions.ts';

type Back = () => Promise<unknown>;

/** A person's questions on the screen: each choice is sent at once, and taken back if the server says no. */
export class OpenQuestions {
  chosen = $state.raw<string[]>([]);
  own = $state.raw<OwnItem[]>([]);
  readonly measures: Questions['measures'];

  #stored: string[];
  #isSending = false;

  constructor({ measures, items }: Questions) {
    this.measures = measures;
    this.chosen = items.chosen;
    this.own = items.own;
    this.#stored = items.chosen;
  }

  /** Taps may come faster than the network: one list is sent after the other, the last one last. */
  async choose(code: string, isChosen: boolean): Promise<void> {
    const others = this.chosen.filter((other) => other !== code);
    this.chosen = isChosen ? [...others, code] : others;
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#stored !== this.chosen) await this.#send(this.chosen);
    } catch (error) {
      this.chosen = this.#stored;
      throw error;
    } finally {
      this.#isSending = false;
    }
  }

  async #send(chosen: string[]): Promise<void> {
    await putChosen(chosen);
    this.#stored = chosen;
  }

  async add(words: OwnItemContent): Promise<Back> {
    const item = { ...words, is_archived: false };
    this.#show(await putOwnItem(item));
    return () => this.putAway(item);
  }

  async putAway(item: OwnItem): Promise<Back> {
    await putAwayOwnItem(item.id);
    this.#show({ ...item, is_archived: true });
    return () => this.askAgain(item);
  }

  async askAgain(item: OwnItem): Promise<Back> {
    this.#show(await putOwnItem({ ...item, is_archived: false }));
    return () => this.putAway(item);
  }

  #show(item: OwnItem): void {
    const isKnown = this.own.some(({ id }) => id === item.id);
    this.own = isKnown
      ? this.own.map((old) => (old.id === item.id ? item : old))
      : [...this.own, item];
  }
}
