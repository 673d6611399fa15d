import { newId } from '#lib/api/ids.ts';
import { Draft } from '#lib/offline/drafts.ts';
import {
  blank,
  isKnown,
  isSame,
  usualPurpose,
  type Choices,
  type Circle,
  type Whom
} from './granting.ts';

/** What is being chosen, kept on this phone until it is shared. */
export class NewGrant {
  choices = $state<Choices>(blank());
  isRestored = $state(false);
  /** Whether it was begun for somebody who is not met any more. */
  isGone = $state(false);

  #draft: Draft<Choices>;
  #seen = '';

  constructor(owner: string) {
    this.#draft = new Draft({ owner, noun: 'grant', id: 'new' });
    this.#seen = JSON.stringify(this.choices);
  }

  /** What was begun is taken up again, but never for somebody else than it was begun for. */
  static async open(owner: string, whom: Whom | null): Promise<NewGrant> {
    const opened = new NewGrant(owner);
    const begun = await opened.#draft.read();
    if (begun && (!whom || isSame(begun.whom, whom))) opened.#restore(begun);
    else if (whom) opened.choices.whom = whom;
    return opened;
  }

  /** Whoever is not met any more has to be chosen anew. */
  meet(circle: Circle): void {
    this.isGone = this.choices.whom !== null && !isKnown(this.choices.whom, circle);
    if (this.isGone) this.choices.whom = null;
    else if (this.choices.whom && !this.isRestored) this.pick(this.choices.whom, circle);
  }

  pick(whom: Whom, circle: Circle): void {
    this.choices.whom = whom;
    this.choices.purpose = usualPurpose(whom, circle);
    this.isGone = false;
  }

  /** To be called at every change. */
  keep(): void {
    const now = JSON.stringify(this.choices);
    if (now === this.#seen) return;
    this.#seen = now;
    this.#draft.keep(JSON.parse(now) as Choices);
  }

  /** Answers the way back. */
  async startOver(): Promise<() => void> {
    const before = JSON.parse(this.#seen) as Choices;
    await this.#draft.clear();
    this.choices = blank();
    this.#seen = JSON.stringify(this.choices);
    this.isRestored = false;
    return () => this.#restore(before);
  }

  /** A new number, for what is another wish than the one that went through. */
  renew(): void {
    this.choices.id = newId();
  }

  forget(): Promise<void> {
    return this.#draft.clear();
  }

  #restore(begun: Choices): void {
    this.choices = { ...this.choices, ...begun };
    this.#seen = JSON.stringify(this.choices);
    this.isRestored = true;
  }
}
