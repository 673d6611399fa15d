import { api, got } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Reminder } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dayOf } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import { neededBy } from './kinds.ts';

/** What of a reminder is the person's to set. */
export type ReminderContent = Omit<Reminder, 'id' | 'version' | 'next_due_at' | 'snoozed_until'>;

/** A reminder on the screen, and what is wrong with it so far. */
export interface Filling {
  content: ReminderContent;
  problem: unknown;
}

export const MOST_TIMES = 12;
export const LIMIT = 200;
export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

export const allReminders = async (): Promise<Reminder[]> => {
  const query = { page_size: 100 };
  return (await got(api.GET('/api/v1/reminders/', { params: { query } }))).results;
};

export const getReminder = (id: string): Promise<Reminder> =>
  got(api.GET('/api/v1/reminders/{id}/', { params: { path: { id } } }));

export async function putReminder(
  id: string,
  body: ReminderContent & { version: number }
): Promise<Reminder> {
  const errors = lacking(body);
  if (errors) throw new ApiProblem({ status: 400, code: 'invalid', errors });
  return got(api.PUT('/api/v1/reminders/{id}/', { params: { path: { id } }, body }));
}

/** What its kind needs, words and a way to come; said beside the field, before anything is sent. */
function lacking(body: ReminderContent): ApiProblem['errors'] | null {
  const empty = neededBy(body.kind).filter((field) => {
    const value: unknown = body[field];
    return Array.isArray(value) ? value.length === 0 || value.includes('') : !value;
  });
  if (empty.length === 0) return null;
  return Object.fromEntries(empty.map((field) => [field, [{ code: 'required' }]]));
}

export async function deleteReminder(id: string): Promise<void> {
  await api.DELETE('/api/v1/reminders/{id}/', { params: { path: { id } } });
}

export const pauseAll = async (until: string | null): Promise<Reminder[]> =>
  (await got(api.POST('/api/v1/reminders/pause-all/', { body: { until } }))).results;

export const resumeAll = async (): Promise<Reminder[]> =>
  (await got(api.POST('/api/v1/reminders/resume-all/'))).results;

const blank = (): ReminderContent => ({
  recorded_at: recordedNow(),
  kind: 'weekly',
  words: t('reminders.neutral'),
  weekdays: [],
  times: ['09:00'],
  every_weeks: 1,
  lead_minutes: 0,
  after_hours: null,
  after_days: null,
  is_around: false,
  starts_on: dayOf(new Date(), setting.timeZone),
  channels: ['in_app'],
  paused_until: null,
  is_paused: false,
  quiet_from: null,
  quiet_to: null
});

export const contentOf = (row: Reminder): ReminderContent => ({
  recorded_at: new Date(row.recorded_at).toISOString(),
  kind: row.kind,
  words: row.words,
  weekdays: row.weekdays,
  times: row.times,
  every_weeks: row.every_weeks,
  lead_minutes: row.lead_minutes,
  after_hours: row.after_hours,
  after_days: row.after_days,
  is_around: row.is_around,
  starts_on: row.starts_on,
  channels: row.channels,
  paused_until: row.paused_until,
  is_paused: row.is_paused,
  quiet_from: row.quiet_from,
  quiet_to: row.quiet_to
});

/** How the reminder screens write one. */
export const reminderWriting = { noun: 'reminder', blank, contentOf, put: putReminder };
