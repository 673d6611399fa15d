import { ApiProblem, Unreachable } from '#lib/api/errors.ts';
import { newId } from '#lib/api/ids.ts';
import { Draft } from '#lib/offline/drafts.ts';
import type { Begun } from './begun.ts';

interface Stored {
  id: string;
  version: number;
}

/** One noun a person writes: what is theirs to change in it, and how it is sent. */
export interface Kind<Content, Row extends Stored> {
  noun: string;
  blank: () => Content;
  contentOf: (row: Row) => Content;
  put: (id: string, body: Content & { version: number }) => Promise<Row>;
}

/**
 * One text being written: kept on the phone at every change, sent with the version it began from. When a newer one
 * is stored, `conflict` holds it and nothing is replaced until the person has chosen.
 */
export class Writing<Content extends object, Row extends Stored> {
  id = $state('');
  content = $state() as Content;
  conflict = $state.raw<Row | null>(null);
  problem = $state.raw<unknown>(null);
  isSaving = $state(false);
  /** Begun at an earlier visit, and found on this phone. */
  isRestored = $state(false);
  /** Whether the phone holds the words as they are now; null while there is nothing new to hold. */
  isKept = $state<boolean | null>(null);

  #kind: Kind<Content, Row>;
  #owner: string;
  #draft!: Draft<Begun<Content>>;
  #version = 0;
  #saved = '';
  #seen = '';

  constructor(kind: Kind<Content, Row>, { owner, id }: { owner: string; id: string }) {
    this.#kind = kind;
    this.#owner = owner;
    this.content = kind.blank();
    this.#takeId(id);
  }

  get isNew(): boolean {
    return this.#version === 0;
  }

  get isChanged(): boolean {
    return JSON.stringify(this.content) !== this.#saved;
  }

  /** A draft opens also when the server cannot be asked, or holds the row no longer. */
  async open(fetched?: () => Promise<Row>): Promise<void> {
    const begun = await this.#draft.read();
    const row = await fetched?.().catch((error: unknown) => {
      if (begun) return undefined;
      throw error;
    });
    this.#standOn(row);
    if (begun) this.#restore(begun, row);
  }

  /** To be called at every change. What is as it was saved needs no draft. */
  keep(): void {
    const now = JSON.stringify(this.content);
    if (now === this.#seen) return;
    this.#seen = now;
    if (now === this.#saved) void this.#forget();
    else this.#draft.keep({ ...parsed<Content>(now), version: this.#version });
  }

  /** The stored row, or null: then `problem` or `conflict` says why, and the words are still here. */
  async save(): Promise<Row | null> {
    if (this.isSaving) return null;
    this.isSaving = true;
    this.problem = null;
    this.keep();
    void this.#draft.flush();
    const sent = JSON.stringify(this.content);
    try {
      const row = await this.#kind.put(this.id, {
        ...parsed<Content>(sent),
        version: this.#version
      });
      if (row.id !== this.id) throw new Unreachable('the answer is about something else');
      await this.#settle(row, sent);
      return row;
    } catch (error) {
      this.#refused(error);
      return null;
    } finally {
      this.isSaving = false;
    }
  }

  keepMine(): Promise<Row | null> {
    this.#version = this.conflict?.version ?? this.#version;
    this.conflict = null;
    return this.save();
  }

  /** Answers the way back to one's own text. */
  keepTheirs(): () => void {
    const mine = JSON.stringify(this.content);
    this.#standOn(this.conflict ?? undefined);
    this.conflict = null;
    void this.#forget();
    return () => (this.content = parsed<Content>(mine));
  }

  /** One's own text becomes a second row; the stored one stays as it is. */
  async keepBoth(): Promise<Row | null> {
    const before = this.#draft;
    this.conflict = null;
    this.#version = 0;
    this.#seen = '';
    this.#takeId(newId());
    const row = await this.save();
    if (row || this.isKept) await before.clear();
    return row;
  }

  /** Back to what is saved, or to an empty page. Answers the way back. */
  startOver(): () => void {
    const mine = JSON.stringify(this.content);
    this.content = parsed<Content>(this.#saved);
    this.isRestored = false;
    this.problem = null;
    this.keep();
    return () => (this.content = parsed<Content>(mine));
  }

  #takeId(id: string): void {
    this.id = id;
    const key = { owner: this.#owner, noun: this.#kind.noun, id };
    this.#draft = new Draft(key, (isKept) => (this.isKept = isKept));
  }

  #standOn(row: Row | undefined): void {
    this.content = row ? this.#kind.contentOf(row) : this.#kind.blank();
    this.#version = row?.version ?? 0;
    this.#saved = JSON.stringify(this.content);
    this.#seen = this.#saved;
  }

  #restore({ version = 0, ...begun }: Begun<Content>, row: Row | undefined): void {
    this.content = { ...this.content, ...begun };
    if (!this.isChanged) return void this.#forget();
    this.#seen = JSON.stringify(this.content);
    this.isRestored = true;
    this.isKept = true;
    if (row && row.version > version) this.conflict = row;
    this.#version = version;
  }

  async #settle(row: Row, sent: string): Promise<void> {
    const isStill = JSON.stringify(this.content) === sent;
    const mine = this.content;
    this.#standOn(row);
    this.isRestored = false;
    if (isStill) return this.#forget();
    this.content = mine;
    this.keep();
  }

  #refused(error: unknown): void {
    const isStale = error instanceof ApiProblem && error.code === 'stale_version' && error.current;
    if (isStale) this.conflict = error.current as Row;
    else this.problem = error;
  }

  #forget(): Promise<void> {
    this.isKept = null;
    return this.#draft.clear();
  }
}

const parsed = <T>(text: string) => JSON.parse(text) as T;
