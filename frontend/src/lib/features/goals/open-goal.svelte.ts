import { newId, recordedNow } from '#lib/api/ids.ts';
import type { Goal, GoalStatus, GoalStep } from '#lib/api/types.ts';
import { changeStatus, deleteStep, putStep } from './goals.ts';
import { inOrder, moved, nextPlace } from './steps.ts';
import { isClosed } from './standing.ts';

/** The way back from something that was done. */
export type Back = () => Promise<unknown>;

/**
 * A goal on the screen. What is done shows at once, and is taken back if the server does not take it; each deed
 * answers the way back.
 */
export class OpenGoal {
  goal = $state.raw() as Goal;
  steps = $derived(inOrder(this.goal.steps));
  isClosed = $derived(isClosed(this.goal));

  constructor(goal: Goal) {
    this.goal = goal;
  }

  async tick(step: GoalStep): Promise<Back> {
    await this.#replace([{ ...step, done_at: step.done_at ? null : recordedNow() }]);
    return () => this.#replace([step]);
  }

  async reword(step: GoalStep, words: string): Promise<Back> {
    await this.#replace([{ ...step, words }]);
    return () => this.#replace([step]);
  }

  /** Nothing shows until the server has it: the words stay where they were written. */
  async add(words: string, id: string = newId()): Promise<Back> {
    const step = { id, words, position: nextPlace(this.steps), done_at: null };
    this.#show([await putStep(this.goal.id, step)]);
    return () => this.remove(step);
  }

  async move(step: GoalStep, by: -1 | 1): Promise<Back> {
    const before = this.steps;
    await this.#replace(moved(before, step.id, by));
    return () => this.#replace(before.filter((old) => this.#placeOf(old) !== old.position));
  }

  async remove(step: GoalStep): Promise<Back> {
    const before = this.goal.steps;
    this.#setSteps(before.filter(({ id }) => id !== step.id));
    await deleteStep(this.goal.id, step.id).catch((error: unknown) => {
      this.#setSteps(before);
      throw error;
    });
    return async () => this.#show([await putStep(this.goal.id, step)]);
  }

  async change(status: GoalStatus, reason: string): Promise<Back> {
    const before = this.goal.status;
    this.goal = await changeStatus(this.goal.id, status, reason);
    return async () => (this.goal = await changeStatus(this.goal.id, before));
  }

  async #replace(steps: GoalStep[]): Promise<void> {
    const before = this.goal.steps;
    this.#show(steps);
    try {
      for (const step of steps) await putStep(this.goal.id, step);
    } catch (error) {
      this.#setSteps(before);
      throw error;
    }
  }

  #show(changed: GoalStep[]): void {
    const others = this.goal.steps.filter(({ id }) => !changed.some((step) => step.id === id));
    this.#setSteps([...others, ...changed]);
  }

  #setSteps(steps: GoalStep[]): void {
    this.goal = { ...this.goal, steps };
  }

  #placeOf({ id }: GoalStep): number | undefined {
    return this.steps.find((step) => step.id === id)?.position;
  }
}
