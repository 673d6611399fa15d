import { newId } from '#lib/api/ids.ts';
import type { OwnItem } from '#lib/api/types.ts';
import type { Area } from './levels.ts';
import { putAwayOwnItem, putChosen, putOwnItem, type Questions } from './questions.ts';

type Back = () => Promise<unknown>;

/** A person's questions on the screen: each choice is sent at once, and taken back if the server says no. */
export class OpenQuestions {
  chosen = $state.raw<string[]>([]);
  own = $state.raw<OwnItem[]>([]);
  readonly measures: Questions['measures'];

  constructor({ measures, items }: Questions) {
    this.measures = measures;
    this.chosen = items.chosen;
    this.own = items.own;
  }

  async choose(code: string, isChosen: boolean): Promise<void> {
    const before = this.chosen;
    const others = before.filter((other) => other !== code);
    this.chosen = isChosen ? [...others, code] : others;
    try {
      await putChosen(this.chosen);
    } catch (error) {
      this.chosen = before;
      throw error;
    }
  }

  async add({ text, domain }: { text: string; domain: Area }): Promise<Back> {
    const item = { id: newId(), text, domain, is_archived: false };
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
