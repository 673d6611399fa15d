import { isDraftShut } from '#lib/features/journal/sealed/drafts.ts';
import { unreadable } from '#lib/features/journal/sealed/pages.ts';

/** Words that were sealed while they were being written are not written over by an empty page. */
export async function demandOpen(owner: string, id: string): Promise<void> {
  if (await isDraftShut(owner, id)) throw unreadable('closed');
}
