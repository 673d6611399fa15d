import { Draft, type DraftKey } from './drafts.ts';

/** A few words on their way to something that has no version: kept on the phone until they have arrived. */
export class Kept<Content extends object> {
  content = $state() as Content;

  #blank: () => Content;
  #draft: Draft<Content>;
  #seen: string;

  constructor(key: DraftKey, blank: () => Content) {
    this.#blank = blank;
    this.#draft = new Draft(key);
    this.content = blank();
    this.#seen = JSON.stringify(this.content);
    void this.#find();
  }

  /** To be called at every change. */
  keep(): void {
    const now = JSON.stringify(this.content);
    if (now === this.#seen) return;
    this.#seen = now;
    this.#draft.keep(JSON.parse(now) as Content);
  }

  arrived(): void {
    this.content = this.#blank();
    this.#seen = JSON.stringify(this.content);
    void this.#draft.clear();
  }

  async #find(): Promise<void> {
    const began = this.#seen;
    const found = await this.#draft.read();
    if (!found || began !== JSON.stringify(this.content)) return;
    this.content = { ...this.content, ...found };
    this.#seen = JSON.stringify(this.content);
  }
}
