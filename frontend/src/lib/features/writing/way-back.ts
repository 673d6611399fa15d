import { explain } from '#lib/i18n/explain.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { say } from '#lib/ui/toasts.svelte.ts';

/** Says what was done, with the way back beside it; what goes wrong on that way is said too. */
export function sayWithWayBack(said: string, back: () => Promise<unknown>): void {
  const goBack = () =>
    back().then(
      () => say(t('writing.taken_back')),
      (error: unknown) => say(explain(error).what)
    );
  say(said, () => void goBack());
}
