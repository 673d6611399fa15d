import { isGone, isUnreachable } from '#lib/api/errors.ts';

/**
 * asking: being fetched · shown · gone: nothing is shared any more · unsure: no answer, so it is hidden ·
 * idle: hidden because nobody touched anything · refused: another error
 */
export type Standing = 'asking' | 'shown' | 'gone' | 'unsure' | 'idle' | 'refused';

export interface Doors<T> {
  /** Reads what is shared. The person sees each of these. */
  look: () => Promise<T>;
  /** Says what is in force, so that a change shows; null: nothing. No look. */
  stands: () => Promise<string | null>;
}

const ASK_EVERY = 5_000;
const MOST_SILENCES = 2;
const LOOK_AGAIN_AFTER = 60_000;
export const IDLE_AFTER = 10 * 60_000;

/** Something of another person on the screen: in this page's memory alone, and only while consent is in force. */
export class Consented<T> {
  content = $state.raw<T | null>(null);
  standing = $state<Standing>('asking');
  error = $state.raw<unknown>(null);
  busy = $state(false);

  #doors: Doors<T>;
  #mark: string | null = null;
  #silences = 0;
  #touchedAt = Date.now();
  /** Answers to an older question than the newest are dropped. */
  #turn = 0;

  constructor(doors: Doors<T>) {
    this.#doors = doors;
  }

  /** `how`: in another way, where nothing has changed meanwhile. */
  async look(how = this.#doors.look): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const mark = await this.#doors.stands();
      const content =
        mark === null ? null : await (mark === this.#mark ? how() : this.#doors.look());
      if (turn === this.#turn) this.#settle(mark, content);
    } catch (error) {
      if (turn === this.#turn) this.#refuse(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** More of the same, on top of what is there. */
  async add(more: (before: T) => Promise<T>): Promise<void> {
    const before = this.content;
    if (before !== null) await this.look(() => more(before));
  }

  /** Is it still in force? What has ended goes at once, and what has changed is looked at anew. */
  async check(): Promise<void> {
    if (this.busy || this.standing === 'gone' || this.standing === 'idle') return;
    const turn = this.#turn;
    try {
      const mark = await this.#doors.stands();
      if (turn !== this.#turn) return;
      this.#silences = 0;
      if (mark === null) this.#hide('gone');
      else if (mark !== this.#mark || this.content === null) await this.look();
      else this.standing = 'shown';
    } catch (error) {
      if (turn === this.#turn) this.#doubt(error);
    }
  }

  /** In sight again: after a while it is looked at anew, for a part of it may have been stopped. */
  async comeBack(awayFor: number): Promise<void> {
    if (this.standing === 'shown' && awayFor >= LOOK_AGAIN_AFTER) await this.look();
    else await this.check();
  }

  touch(now = Date.now()): void {
    this.#touchedAt = now;
  }

  /** Nobody has touched anything for long: whoever comes by reads nothing. */
  rest(now = Date.now()): void {
    const isIdle = now - this.#touchedAt >= IDLE_AFTER;
    if (isIdle && this.standing === 'shown') this.#hide('idle');
  }

  #settle(mark: string | null, content: T | null): void {
    this.#silences = 0;
    if (content === null) return this.#hide('gone');
    this.#mark = mark;
    this.content = content;
    this.error = null;
    this.standing = 'shown';
  }

  #refuse(error: unknown): void {
    if (isGone(error)) return this.#hide('gone');
    this.error = error;
    if (isUnreachable(error) && this.content !== null) this.standing = 'unsure';
    else this.#hide('refused');
  }

  #doubt(error: unknown): void {
    if (!isUnreachable(error)) return this.#refuse(error);
    this.#silences += 1;
    if (this.#silences >= MOST_SILENCES && this.standing === 'shown') this.standing = 'unsure';
  }

  #hide(standing: Standing): void {
    this.#turn += 1;
    this.content = null;
    this.busy = false;
    this.standing = standing;
  }
}

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/** Asks again and again while the page is in sight, and at once when it comes into sight. Answers how to end it. */
export function watch<T>(page: Consented<T>): () => void {
  const turn = () => {
    page.rest();
    if (!document.hidden) void page.check();
  };
  let awaySince = Date.now();
  const seen = () => {
    page.rest();
    if (document.hidden) awaySince = Date.now();
    else void page.comeBack(Date.now() - awaySince);
  };
  const touched = () => page.touch();
  const timer = setInterval(turn, ASK_EVERY);
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('focus', turn);
  window.addEventListener('online', turn);
  TOUCHES.forEach((touch) => window.addEventListener(touch, touched, { passive: true }));
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
    window.removeEventListener('focus', turn);
    window.removeEventListener('online', turn);
    TOUCHES.forEach((touch) => window.removeEventListener(touch, touched));
  };
}
