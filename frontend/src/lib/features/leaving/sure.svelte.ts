import { Attempt } from '#lib/ui/attempt.svelte.ts';
import { wantsConfirming } from './leaving.ts';

/** Something that needs a recent sign-in: where the server asks for one, the same is tried again after it. */
export class Sure {
  readonly attempt = new Attempt();
  asks = $state(false);
  private again: () => Promise<unknown> = async () => undefined;

  async run(work: () => Promise<unknown>): Promise<void> {
    this.again = work;
    if (await this.attempt.run(work)) return;
    if (!wantsConfirming(this.attempt.error)) return;
    this.attempt.error = null;
    this.asks = true;
  }

  readonly confirmed = () => this.run(this.again);
}
