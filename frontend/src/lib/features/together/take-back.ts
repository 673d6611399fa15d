import { explain } from '#lib/i18n/explain.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { say } from '#lib/ui/toasts.svelte.ts';
import { deleteMessage, sendMessage } from './messages.ts';
import type { Shown } from './talk.ts';

/** What has not gone out nobody has seen: it goes without a question, and comes back under the same id. */
export async function takeBack(
  assignment: string,
  message: Shown,
  onchanged: () => unknown
): Promise<void> {
  const { id, words, attached_kind = '', attached_id = null } = message;
  await deleteMessage(assignment, id);
  const again = () => sendMessage(assignment, id, { words, attached_kind, attached_id });
  say(t('together.message.taken_back'), () => {
    void again().then(onchanged, (error: unknown) => say(explain(error, 'together').what));
  });
}
