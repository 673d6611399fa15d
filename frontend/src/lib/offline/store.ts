import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** AES-256-GCM: what was sealed under one person's key. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** Words not yet saved, by whose they are, what they are, and which one. */
export interface DraftRow {
  owner: string;
  noun: string;
  id: string;
  kept_at: string;
  sealed?: Sealed;
  /** As the first version of this store had it, in clear. */
  content?: unknown;
}

/** Something a person did that the server has not confirmed. One row for each thing: the newest stands for all. */
export interface OutboxRow {
  owner: string;
  address: string;
  /** The order in which things were first written. */
  place: number;
  method: 'PUT' | 'POST' | 'DELETE';
  /** Another one with every change, so that an answer is only taken for what it is about. */
  stamp: string;
  /** waiting to be sent · refused: needs to be looked at · conflict: there are two texts */
  state: 'waiting' | 'refused' | 'conflict';
  /** What the server called it, where it said no. */
  code: string | null;
  written_at: string;
  sealed: Sealed;
}

/** The newest answer of the server to one question of one person. */
export interface SeenRow {
  owner: string;
  address: string;
  at: string;
  sealed: Sealed;
}

/** A key wrapped by what only the person knows (PIN) or has (passkey). */
export interface Wrapped {
  by: 'pin' | 'passkey';
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  credential?: ArrayBuffer;
  sealed: Sealed;
}

/** In use as it is, or only after one of the locks has been opened. */
export interface KeyRow {
  owner: string;
  key?: CryptoKey;
  locks?: Wrapped[];
  /** Locks by itself after so many minutes out of sight. */
  minutes?: number;
}

/** What this phone remembers between two visits, by name: nothing personal. */
interface Remembered {
  name: string;
  value: unknown;
}

export interface Shelf extends DBSchema {
  drafts: { key: [owner: string, noun: string, id: string]; value: DraftRow };
  outbox: { key: [owner: string, address: string]; value: OutboxRow };
  seen: { key: [owner: string, address: string]; value: SeenRow };
  /** The version the server gave to what was sent from here. */
  sent: { key: [owner: string, address: string]; value: SentRow };
  keys: { key: string; value: KeyRow };
  remembered: { key: string; value: Remembered };
}

export interface SentRow {
  owner: string;
  address: string;
  version: number;
}

export type Store = IDBPDatabase<Shelf>;

const NAME = 'daybook';
const VERSION = 2;

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
  if (from < 2) {
    shelf.createObjectStore('outbox', { keyPath: ['owner', 'address'] });
    shelf.createObjectStore('seen', { keyPath: ['owner', 'address'] });
    shelf.createObjectStore('sent', { keyPath: ['owner', 'address'] });
    shelf.createObjectStore('keys', { keyPath: 'owner' });
  }
}

/** Everything of one person on a shelf whose keys begin with the owner. */
export const ofOwner = (owner: string) => IDBKeyRange.bound([owner], [owner, []]);

/** Closes, so that another tab may upgrade or a test may begin anew. */
export function forget(): void {
  void opened?.then((shelf) => shelf.close()).catch(() => undefined);
  opened = undefined;
}
