import { api, got } from '#lib/api/client.ts';
import { isGone } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Meeting, Reminder } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { clockAt, dayOf } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

const AN_HOUR = 60;

/** A meeting's reminder has the meeting's own id: there is one at most, on every phone. */
export async function findReminder(id: string): Promise<Reminder | null> {
  try {
    return await got(api.GET('/api/v1/reminders/{id}/', { params: { path: { id } } }));
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

const dayAndTime = ({ starts_at }: Pick<Meeting, 'starts_at'>) => ({
  starts_on: dayOf(starts_at, setting.timeZone),
  times: [clockAt(starts_at, setting.timeZone)]
});

export function isFor(reminder: Reminder, meeting: Pick<Meeting, 'starts_at'>): boolean {
  const { starts_on, times } = dayAndTime(meeting);
  return reminder.starts_on === starts_on && reminder.times[0]?.slice(0, 5) === times[0];
}

/** An appointment among the person's reminders, under a word that says nothing. */
export const remindOf = (meeting: Meeting, before: Reminder | null): Promise<Reminder> =>
  got(
    api.PUT('/api/v1/reminders/{id}/', {
      params: { path: { id: meeting.id } },
      body: {
        version: before?.version ?? 0,
        recorded_at: recordedNow(),
        kind: 'appointment',
        words: t('together.remind.words'),
        weekdays: [],
        ...dayAndTime(meeting),
        every_weeks: 1,
        lead_minutes: AN_HOUR,
        is_around: false,
        is_paused: false,
        channels: before?.channels ?? ['in_app']
      }
    })
  );

export const forgetReminder = (id: string) =>
  api.DELETE('/api/v1/reminders/{id}/', { params: { path: { id } } });
