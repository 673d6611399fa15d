import { explain } from '#lib/i18n/explain.ts';
import type { Attempt } from '#lib/ui/attempt.svelte.ts';
import { say } from '#lib/ui/toasts.svelte.ts';
import type { Back } from './open-goal.svelte.ts';

/** Does it, says so, and offers the way back; what goes wrong on that way is said too. */
export async function doing(
  attempt: Attempt,
  said: string,
  deed: () => Promise<Back>
): Promise<boolean> {
  let back: Back | undefined;
  const isDone = await attempt.run(async () => (back = await deed()));
  if (isDone) say(said, back && (() => void goBack(back as Back)));
  return isDone;
}

async function goBack(back: Back): Promise<void> {
  try {
    await back();
  } catch (error) {
    say(explain(error).what);
  }
}
