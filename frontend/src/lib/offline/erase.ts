import { store } from './store.ts';

/** What one person has begun on this phone, and nobody else's. */
export async function eraseDraftsOf(owner: string): Promise<void> {
  try {
    await (await store()).delete('drafts', IDBKeyRange.bound([owner], [owner, []]));
  } catch {
    return; // without a store there is nothing to erase
  }
}
