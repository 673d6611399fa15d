import { explain } from '#lib/i18n/explain.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dismiss, say } from '#lib/ui/toasts.svelte.ts';

export type Back = () => Promise<unknown>;

/** One way back at a time: answers follow one another quickly, and their notices would pile up. */
let shown: number | undefined;

/** Says what was done, with the way back; what goes wrong on that way is said too. */
export function tell(said: string, back: Back): void {
  if (shown) dismiss(shown);
  shown = say(said, () => void goBack(back));
}

const goBack = (back: Back) =>
  back().then(
    () => say(t('ideas.taken_back')),
    (error: unknown) => say(explain(error).what)
  );
