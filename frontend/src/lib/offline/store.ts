import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Words not yet on the server, by whose they are, what they are, and which one. */
export interface DraftRow {
  owner: string;
  noun: string;
  id: string;
  content: unknown;
  kept_at: string;
}

/** What this phone remembers between two visits, by name. */
interface Remembered {
  name: string;
  value: unknown;
}

interface Shelf extends DBSchema {
  drafts: { key: [owner: string, noun: string, id: string]; value: DraftRow };
  remembered: { key: string; value: Remembered };
}

export type Store = IDBPDatabase<Shelf>;

const NAME = 'daybook';
const VERSION = 1;

let opened: Promise<Store> | undefined;

/** One connection; a lost or refused one is tried again at the next call. */
export function store(): Promise<Store> {
  opened ??= openDB<Shelf>(NAME, VERSION, { upgrade, blocking: forget, terminated: forget }).catch(
    (error: unknown) => {
      forget();
      throw error;
    }
  );
  return opened;
}

/** Each version adds its own shelves; nothing is ever dropped on the way up. */
function upgrade(shelf: Store, from: number): void {
  if (from < 1) {
    shelf.createObjectStore('drafts', { keyPath: ['owner', 'noun', 'id'] });
    shelf.createObjectStore('remembered', { keyPath: 'name' });
  }
}

/** Closes, so that another tab may upgrade or a test may begin anew. */
export function forget(): void {
  void opened?.then((shelf) => shelf.close()).catch(() => undefined);
  opened = undefined;
}
