import { explain } from '#lib/i18n/explain.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import type { Attempt } from '#lib/ui/attempt.svelte.ts';
import { dismiss, say } from '#lib/ui/toasts.svelte.ts';
import type { Back } from './open-goal.svelte.ts';

/** One way back at a time: small deeds follow one another quickly, and their notices would pile up. */
let shown: number | undefined;

/** Does it, says so, and offers the way back; what goes wrong on that way is said too. */
export async function doing(
  attempt: Attempt,
  said: string,
  deed: () => Promise<Back>
): Promise<boolean> {
  let back: Back | undefined;
  const isDone = await attempt.run(async () => (back = await deed()));
  if (!isDone) return false;
  if (shown) dismiss(shown);
  shown = say(said, back && (() => void goBack(back as Back)));
  return true;
}

async function goBack(back: Back): Promise<void> {
  try {
    await back();
    say(t('writing.taken_back'));
  } catch (error) {
    say(explain(error).what);
  }
}
