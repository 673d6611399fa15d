import { goto } from '$app/navigation';
import type { Entry } from '#lib/api/types.ts';
import { entryWriting } from '#lib/features/journal/journal.ts';
import { Writing } from '#lib/features/writing/writing.svelte.ts';

/**
 * Puts a deleted page back where it was. It is a draft on this phone first, so that also without a signal its words
 * are there: then the writing page opens on them.
 */
export async function bringBack(entry: Entry, owner: string): Promise<void> {
  const writing = new Writing(entryWriting, { owner, id: entry.id });
  writing.content = entryWriting.contentOf(entry);
  const row = await writing.save();
  await goto(row ? `/journal/${row.id}` : `/journal/new?draft=${entry.id}`);
}
