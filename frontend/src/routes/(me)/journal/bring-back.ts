import { goto } from '$app/navigation';
import type { Entry, SharedLine } from '#lib/api/types.ts';
import {
  deleteEntry,
  entryWriting,
  putAsItWas,
  type EntryContent
} from '#lib/features/journal/journal.ts';
import { linesOf, putLine } from '#lib/features/journal/lines.ts';
import type { Page } from '#lib/features/journal/sealed/pages.ts';
import type { Begun } from '#lib/features/writing/begun.ts';
import { Writing } from '#lib/features/writing/writing.svelte.ts';
import { Draft } from '#lib/offline/drafts.ts';

/** What goes with a page: what was changed in it and not saved, and the lines taken out of it. */
export interface Taken {
  unsaved: Begun<EntryContent> | null;
  lines: SharedLine[];
}

const draftOf = (owner: string, { id }: Entry) =>
  new Draft<Begun<EntryContent>>({ owner, noun: entryWriting.noun, id });

/** Deletes the page, and what goes with it. Answers the latter, for the way back. */
export async function takeAway(entry: Entry, owner: string): Promise<Taken> {
  const lines = await linesOf(entry.id);
  await deleteEntry(entry.id);
  const draft = draftOf(owner, entry);
  const unsaved = await draft.read();
  await draft.clear();
  return { unsaved, lines };
}

/**
 * Puts a deleted page back where it was. It is a draft on this phone first, so that also without a signal its words
 * are there: then the writing page opens on them.
 */
export async function bringBack(entry: Page, owner: string, taken: Taken): Promise<void> {
  if (entry.unread) return putBackUnread(entry);
  const { unsaved, lines } = taken;
  const writing = new Writing(entryWriting, { owner, id: entry.id });
  writing.content = entryWriting.contentOf(entry);
  const row = await writing.save();
  if (row && unsaved) draftOf(owner, entry).keep({ ...unsaved, version: row.version });
  if (row) await Promise.allSettled(lines.map(({ id, words }) => putLine(id, row, words)));
  await goto(row ? `/journal/${row.id}` : `/journal/new?draft=${entry.id}`);
}

/** A sealed page that cannot be read here goes back as it came. */
async function putBackUnread(entry: Page): Promise<void> {
  await putAsItWas(entry);
  await goto(`/journal/${entry.id}`);
}
