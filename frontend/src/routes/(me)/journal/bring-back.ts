import { goto } from '$app/navigation';
import type { Entry } from '#lib/api/types.ts';
import { deleteEntry, entryWriting, type EntryContent } from '#lib/features/journal/journal.ts';
import type { Begun } from '#lib/features/writing/begun.ts';
import { Writing } from '#lib/features/writing/writing.svelte.ts';
import { Draft } from '#lib/offline/drafts.ts';

type Unsaved = Begun<EntryContent> | null;

const draftOf = (owner: string, { id }: Entry) =>
  new Draft<Begun<EntryContent>>({ owner, noun: entryWriting.noun, id });

/** Deletes the page, and what was changed in it and not saved. Answers the latter, for the way back. */
export async function takeAway(entry: Entry, owner: string): Promise<Unsaved> {
  await deleteEntry(entry.id);
  const draft = draftOf(owner, entry);
  const unsaved = await draft.read();
  await draft.clear();
  return unsaved;
}

/**
 * Puts a deleted page back where it was. It is a draft on this phone first, so that also without a signal its words
 * are there: then the writing page opens on them.
 */
export async function bringBack(entry: Entry, owner: string, unsaved: Unsaved): Promise<void> {
  const writing = new Writing(entryWriting, { owner, id: entry.id });
  writing.content = entryWriting.contentOf(entry);
  const row = await writing.save();
  if (row && unsaved) draftOf(owner, entry).keep({ ...unsaved, version: row.version });
  await goto(row ? `/journal/${row.id}` : `/journal/new?draft=${entry.id}`);
}
