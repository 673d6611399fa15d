import type { Reminder } from '#lib/api/types.ts';
import { asPaused, type Pause } from './pause.ts';
import { allReminders, contentOf, pauseAll, putReminder, resumeAll } from './reminders.ts';

type Back = () => Promise<unknown>;

/** All reminders on the screen; each deed answers the way back. */
export class OpenReminders {
  rows = $state.raw<Reminder[]>([]);

  static async read(): Promise<OpenReminders> {
    const reminders = new OpenReminders();
    reminders.rows = await allReminders();
    return reminders;
  }

  async pause(row: Reminder, pause: Pause): Promise<Back> {
    const changed = await this.#put({ ...row, ...asPaused(pause) }, row.version);
    return () => this.#put(row, changed.version);
  }

  resume(row: Reminder): Promise<Back> {
    return this.pause(row, { way: 'on', until: null });
  }

  async pauseAll({ until }: Pause): Promise<Back> {
    const before = this.rows;
    this.rows = await pauseAll(until);
    return () => this.#putBack(before);
  }

  async resumeAll(): Promise<Back> {
    const before = this.rows;
    this.rows = await resumeAll();
    return () => this.#putBack(before);
  }

  /** Each as it was: some were paused already, and stay so. */
  async #putBack(before: Reminder[]): Promise<void> {
    for (const row of before) {
      const now = this.rows.find(({ id }) => id === row.id);
      if (now && now.version !== row.version) await this.#put(row, now.version);
    }
  }

  async #put(row: Reminder, version: number): Promise<Reminder> {
    const stored = await putReminder(row.id, { ...contentOf(row), version });
    this.rows = this.rows.map((old) => (old.id === stored.id ? stored : old));
    return stored;
  }
}
