import { store, type DraftRow } from './store.ts';

export type { DraftRow };

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
    const row = await readRow(this.#key).catch(() => undefined);
    return (row?.content as T | undefined) ?? null;
  }

  keep(content: T): void {
    this.#waiting = content;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PATIENCE);
    open.add(this);
  }

  /** Writes now what still waits, after whatever is being written already. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    open.delete(this);
    if (this.#waiting === undefined) return this.#writing;
    const content = this.#waiting;
    this.#waiting = undefined;
    this.#writing = this.#writing.then(() => this.#write(content));
    return this.#writing;
  }

  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    open.delete(this);
    this.#waiting = undefined;
    await this.#writing;
    const { owner, noun, id } = this.#key;
    await (await store()).delete('drafts', [owner, noun, id]).catch(() => undefined);
  }

  async #write(content: T): Promise<void> {
    try {
      await writeRow({ ...this.#key, content, kept_at: new Date().toISOString() });
      this.#onkept(true);
    } catch {
      this.#onkept(false);
    }
  }
}

async function readRow({ owner, noun, id }: DraftKey): Promise<DraftRow | undefined> {
  return (await store()).get('drafts', [owner, noun, id]);
}

/** Resolves when the transaction is on the disk, not merely asked for. */
async function writeRow(row: DraftRow): Promise<void> {
  const shelf = await store();
  const work = shelf.transaction('drafts', 'readwrite', { durability: 'strict' });
  await Promise.all([work.store.put(row), work.done]);
}

/** Everything of one kind that one person has begun here, the newest first. */
export async function draftsOf(owner: string, noun: string): Promise<DraftRow[]> {
  const range = IDBKeyRange.bound([owner, noun], [owner, noun, []]);
  const rows = await (await store()).getAll('drafts', range);
  return rows.sort((a, b) => b.kept_at.localeCompare(a.kept_at));
}

/** Drafts with words still waiting for their turn: a phone may put the page to sleep at any moment. */
const open = new Set<{ flush: () => Promise<void> }>();

export function flushDrafts(): void {
  for (const draft of [...open]) void draft.flush();
}

if (typeof document !== 'undefined') {
  addEventListener('pagehide', flushDrafts);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) flushDrafts();
  });
}
