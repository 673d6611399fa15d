import { deleteEntry, entryWriting, putEntry } from '#lib/features/journal/journal.ts';
import { heldBy } from '#lib/features/journal/sealed/held.ts';
import { deleteKey, sealingKeys, turnOff } from '#lib/features/journal/sealed/keys.ts';
import { opened, sealedUnder, unreadable } from '#lib/features/journal/sealed/pages.ts';

export interface Progress {
  done: number;
  all: number;
}

/** Every sealed page an ordinary one, still never shared; then the keys go. Begun again, it goes on from there. */
export async function unsealAll(owner: string, told: (progress: Progress) => void): Promise<void> {
  const keys = await sealingKeys();
  const rows = (await Promise.all(keys.map(({ id }) => sealedUnder(id)))).flat();
  for (const [done, row] of rows.entries()) {
    told({ done, all: rows.length });
    const page = await opened(owner, row);
    if (page.unread) throw unreadable(page.unread);
    const content = { ...entryWriting.contentOf(page), is_sealed: false };
    await putEntry(page.id, { ...content, version: page.version });
  }
  told({ done: rows.length, all: rows.length });
  await turnOff(owner);
}

/** The code is lost: the pages that this phone cannot open go, and their keys. What is open here stays. */
export async function deleteUnread(owner: string): Promise<void> {
  const held = await heldBy(owner);
  const lost = (await sealingKeys()).filter(({ id }) => !held.some((key) => key.id === id));
  for (const { id } of lost) {
    for (const page of await sealedUnder(id)) await deleteEntry(page.id);
    await deleteKey(id);
  }
}
