import { api, got } from '#lib/api/client.ts';
import type { Wishes } from '#lib/api/types.ts';

/** What can be left out of everything that is suggested. */
export const WAYS = ['from_home', 'online_only', 'no_internet'] as const;
export const COSTS = ['low_cost', 'free_only'] as const;
export const LEFT_OUT = ['not_groups', 'women_only', 'not_religious', 'not_nhs'] as const;

export type Wish = (typeof WAYS)[number] | (typeof COSTS)[number] | (typeof LEFT_OUT)[number];

const ALL: readonly string[] = [...WAYS, ...COSTS, ...LEFT_OUT];

/** Those this app has words for, in the order they are shown. */
export const wishesOn = ({ wishes }: Wishes): Wish[] =>
  ALL.filter((code) => wishes.includes(code)) as Wish[];

export const without = (wishes: readonly string[], ...gone: readonly string[]): string[] =>
  wishes.filter((code) => !gone.includes(code));

/** With the chosen ones of a group, and none of its others. */
export const withChosen = (
  wishes: readonly string[],
  group: readonly string[],
  chosen: readonly string[]
): string[] => [...without(wishes, ...group), ...chosen];

/** Two wishes that together leave nearly nothing. */
export const areAtOdds = (wishes: readonly string[]): boolean =>
  wishes.includes('online_only') && wishes.includes('no_internet');

/** What a person leaves out: in force at once, sent in order, as it was when the server does not take it. */
export class OpenWishes {
  wishes = $state.raw() as Wishes;

  #arrived: Wishes;
  #waiting = 0;
  #line: Promise<unknown> = Promise.resolve();

  constructor(wishes: Wishes) {
    this.wishes = wishes;
    this.#arrived = wishes;
  }

  static async read(): Promise<OpenWishes> {
    return new OpenWishes(await got(api.GET('/api/v1/wishes/')));
  }

  /** Answers the way back. */
  async change(part: Partial<Wishes>): Promise<() => Promise<unknown>> {
    const before = this.wishes;
    await this.#send({ ...before, ...part });
    return () => this.#send(before);
  }

  async #send(wishes: Wishes): Promise<void> {
    this.wishes = wishes;
    this.#waiting++;
    const sent = this.#line.then(() => got(api.PUT('/api/v1/wishes/', { body: wishes })));
    this.#line = sent.catch(() => undefined);
    try {
      this.#arrived = await sent;
    } finally {
      if (--this.#waiting === 0) this.wishes = this.#arrived;
    }
  }
}
