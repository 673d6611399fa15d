import { newId } from '#lib/api/ids.ts';
import { dropFile, sendInPieces, type Init, type Whole } from '#lib/api/pieces.ts';
import { isSharedPhone } from '#lib/api/shared.ts';
import { dropOneSeen, keepSeen, lastSeen } from './seen.ts';

interface Known {
  id: string;
  name: string;
  size: number;
  changed: number;
}

/** Where files of one kind go, and what is taken of them. */
export interface Place {
  name: string;
  most: number;
}

/**
 * A file that a screen sends. Its id is remembered until it has arrived: the same file chosen again, also after the page
 * was closed, goes on where it was.
 */
export class OnItsWay {
  /** How much of it has left, from 0 to 1; null: nothing is sent just now. */
  share = $state<number | null>(null);
  /** It does not get through just now, and goes on by itself. */
  isWaiting = $state(false);

  #owner: string;
  #place: Place;
  #known: Known | null = null;
  #leaving = new AbortController();

  constructor(owner: string, place: Place) {
    this.#owner = owner;
    this.#place = place;
  }

  /** The screen is gone. */
  leave(): void {
    this.#leaving.abort();
  }

  async send<T>(
    file: File,
    finish: (id: string, whole: Whole, init: Init) => Promise<T>
  ): Promise<T> {
    this.share = 0;
    try {
      const id = await this.#idOf(file);
      const answer = await sendInPieces(id, file, (whole, init) => finish(id, whole, init), {
        owner: this.#owner,
        most: this.#place.most,
        onsent: (share) => (this.share = share),
        onwaiting: (isWaiting) => (this.isWaiting = isWaiting),
        signal: this.#leaving.signal
      });
      await this.#forget();
      return answer;
    } finally {
      this.share = null;
      this.isWaiting = false;
    }
  }

  async #idOf({ name, size, lastModified: changed }: File): Promise<string> {
    const known = this.#known ?? (await lastSeen<Known>(this.#owner, this.#name).catch(nothing));
    const isSame = known?.name === name && known.size === size && known.changed === changed;
    if (known && !isSame) void dropFile(known.id);
    this.#known = known && isSame ? known : { id: newId(), name, size, changed };
    if (!isSharedPhone()) await keepSeen(this.#owner, this.#name, this.#known).catch(nothing);
    return this.#known.id;
  }

  async #forget(): Promise<void> {
    this.#known = null;
    await dropOneSeen(this.#owner, this.#name).catch(nothing);
  }

  get #name(): string {
    return `on-its-way ${this.#place.name}`;
  }
}

const nothing = () => null;
