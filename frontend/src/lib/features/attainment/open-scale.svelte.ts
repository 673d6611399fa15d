import { newId } from '#lib/api/ids.ts';
import type { Attained, Attainment, AttainmentScale } from '#lib/api/types.ts';
import {
  attained,
  deleteScale,
  lastAttained,
  sayAttained,
  scaleOf,
  takeBack,
  type Level
} from './attainment.ts';

/** One goal's own scale, for whoever wants a number. */
export class OpenScale {
  scale = $state.raw<AttainmentScale | null>(null);
  last = $state.raw<Attainment | null>(null);
  number = $state.raw<Attained | null>(null);

  #goal: string;

  constructor(goal: string) {
    this.#goal = goal;
  }

  static async read(goal: string): Promise<OpenScale> {
    const open = new OpenScale(goal);
    open.scale = await scaleOf(goal);
    if (open.scale) await open.#refresh();
    return open;
  }

  /** Answers the way back. */
  async say(level: Level): Promise<() => Promise<void>> {
    const { id } = await sayAttained(this.#goal, newId(), level);
    await this.#refresh();
    return () => takeBack(this.#goal, id).then(() => this.#refresh());
  }

  /** With all that was said on it: there is no way back. */
  async remove(): Promise<void> {
    await deleteScale(this.#goal);
    this.scale = null;
    this.last = null;
  }

  async #refresh(): Promise<void> {
    [this.last, this.number] = await Promise.all([lastAttained(this.#goal), attained()]);
  }
}
