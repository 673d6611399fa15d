import { waiting } from './flush.ts';
import { sealed, unsealed } from './seal.ts';
import { store, type DraftRow } from './store.ts';

export { flushDrafts } from './flush.ts';

/** A draft as its screen sees it. */
export interface OpenDraft {
  id: string;
  content: unknown;
  kept_at: string;
}

/** Whose, what, which: `{ owner: me.id, noun: 'entry', id }`. */
export interface DraftKey {
  owner: string;
  noun: string;
  id: string;
}

const PATIENCE = 250;

/**
 * The words being written, kept on this phone while they are written. `keep` at every keystroke, `read` when the
 * screen opens, `clear` only when the server has echoed the row. `onkept` hears after each attempt whether the
 * phone really holds them: false means full or refused, and the screen says "copy your words".
 */
export class Draft<T> {
  #key: DraftKey;
  #onkept: (isKept: boolean) => void;
  #waiting: T | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(key: DraftKey, onkept: (isKept: boolean) => void = () => undefined) {
    this.#key = key;
    this.#onkept = onkept;
  }

  async read(): Promise<T | null> {
    const found = await readRow(this.#key).catch(() => null);
    return found as T | null;
  }

  keep(content: T): void {
    this.#waiting = content;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PATIENCE);
    waiting.add(this);
  }

  /** Writes now what still waits, after whatever is being written already. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    waiting.delete(this);
    if (this.#waiting === undefined) return this.#writing;
    const content = this.#waiting;
    this.#waiting = undefined;
    this.#writing = this.#writing.then(() => this.#write(content));
    return this.#writing;
  }

  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    waiting.delete(this);
    this.#waiting = undefined;
    await this.#writing;
    const { owner, noun, id } = this.#key;
    await (await store()).delete('drafts', [owner, noun, id]).catch(() => undefined);
  }

  async #write(content: T): Promise<void> {
    try {
      await writeDraft(this.#key, content);
      this.#onkept(true);
    } catch {
      this.#onkept(false);
    }
  }
}

async function readRow({ owner, noun, id }: DraftKey): Promise<unknown> {
  const row = await (await store()).get('drafts', [owner, noun, id]);
  return row ? contentOf(row) : null;
}

const contentOf = async ({ owner, sealed, content }: DraftRow): Promise<unknown> =>
  sealed ? unsealed(owner, sealed) : content;

/** Resolves when the transaction is on the disk, not merely asked for. */
async function writeDraft(key: DraftKey, content: unknown): Promise<void> {
  const row = {
    ...key,
    sealed: await sealed(key.owner, content),
    kept_at: new Date().toISOString()
  };
  const work = (await store()).transaction('drafts', 'readwrite', { durability: 'strict' });
  await Promise.all([work.store.put(row), work.done]);
}

/** Everything of one kind that one person has begun here, the newest first. */
export async function draftsOf(owner: string, noun: string): Promise<OpenDraft[]> {
  const range = IDBKeyRange.bound([owner, noun], [owner, noun, []]);
  const rows = await (await store()).getAll('drafts', range);
  const open = rows.map(async (row) => ({
    id: row.id,
    kept_at: row.kept_at,
    content: await contentOf(row)
  }));
  return (await Promise.all(open)).sort((a, b) => b.kept_at.localeCompare(a.kept_at));
}

/** What an older app kept in clear is sealed as well. */
export async function sealOldDrafts(owner: string): Promise<void> {
  const shelf = await store();
  const rows = await shelf.getAll('drafts', IDBKeyRange.bound([owner], [owner, []]));
  for (const { content, ...row } of rows.filter(({ content }) => content !== undefined)) {
    await shelf.put('drafts', { ...row, sealed: await sealed(owner, content) });
  }
}
