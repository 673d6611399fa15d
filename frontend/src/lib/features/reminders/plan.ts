import type { Delivery, Occurrence, Reminder } from '#lib/api/types.ts';
import { t, type Key } from '#lib/i18n/t.svelte.ts';
import { agoText, dateText, dayOf, timeText, type Place } from '#lib/ui/dates.ts';
import { dateFormat, listText } from '#lib/ui/formats.ts';
import { EVERY_DAY, type ReminderContent } from './reminders.ts';
import { wayText } from './way-text.ts';

/** A Monday, to name the days by. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

export function dayName(weekday: number, locale: string, length: 'long' | 'short'): string {
  const format = dateFormat(locale, { weekday: length, timeZone: 'UTC' });
  return format.format(MONDAY + (weekday - 1) * DAY);
}

/** "09:00" as it is written where the person is. */
export const clockText = (time: string, locale: string): string =>
  timeText(`2024-01-01T${time}Z`, { locale, timeZone: 'UTC' });

export function daysText(weekdays: number[], locale: string): string {
  const days = EVERY_DAY.filter((day) => weekdays.includes(day));
  if (days.length === EVERY_DAY.length) return t('reminders.every_day');
  if (days.join() === '1,2,3,4,5') return t('reminders.weekdays');
  return listText(
    days.map((day) => dayName(day, locale, 'long')),
    locale
  );
}

const HOUR = 60;
const WHOLE_DAY = 24 * HOUR;

/** "1 hour before" */
export function leadText(minutes: number): string {
  if (minutes === 0) return t('reminders.lead_time.none');
  if (minutes % WHOLE_DAY === 0) return t('reminders.lead_time.days', { n: minutes / WHOLE_DAY });
  if (minutes % HOUR === 0) return t('reminders.lead_time.hours', { n: minutes / HOUR });
  return t('reminders.lead_time.minutes', { n: minutes });
}

type Plan = ReminderContent | Reminder;

/** "Monday and Friday at 09:00", "2 hours after a check-in" */
export function planText(plan: Plan, locale: string): string {
  const clocks = plan.times.filter(Boolean).map((time) => clockText(time, locale));
  const times = listText(clocks, locale);
  const day = dateText(plan.starts_on, 'day', { locale, timeZone: 'UTC' });
  switch (plan.kind) {
    case 'once':
      return t('reminders.plan', { days: day, times });
    case 'appointment':
      return t('reminders.plan.appointment', { lead: leadText(plan.lead_minutes), day, times });
    case 'after_check_in':
      return t('reminders.plan.after_check_in', { n: plan.after_hours ?? 0 });
    case 'after_a_gap':
      return t('reminders.plan.after_a_gap', { n: plan.after_days ?? 0, times });
    default:
      return weeklyText(plan, times, locale);
  }
}

function weeklyText({ weekdays, every_weeks }: Plan, times: string, locale: string): string {
  const said = t('reminders.plan', { days: daysText(weekdays, locale), times });
  const weeks = t('reminders.every_weeks', { n: every_weeks });
  return every_weeks === 1 ? said : t('reminders.plan.weeks', { weeks, said });
}

export type Standing = 'paused' | 'paused_until' | 'on';

/** `paused_until` is the first day on which it is sent again. */
export function standingOf(
  { is_paused, paused_until }: Pick<Reminder, 'is_paused' | 'paused_until'>,
  today: string
): Standing {
  if (is_paused) return 'paused';
  return paused_until !== null && paused_until > today ? 'paused_until' : 'on';
}

/** When it comes next, or since when it is still, in plain words and in the person's zone. */
export function nextText(reminder: Reminder, now: Date, place: Place): string {
  const standing = standingOf(reminder, dayOf(now, place.timeZone));
  if (standing === 'paused') return t('reminders.standing.paused');
  if (standing === 'paused_until' && reminder.paused_until) {
    const day = dateText(reminder.paused_until, 'day', place);
    return t('reminders.standing.paused_until', { day });
  }
  if (!reminder.next_due_at) return t('reminders.standing.none');
  const day = dayText(reminder.next_due_at, now, place);
  return t('reminders.standing.next', { day, time: timeText(reminder.next_due_at, place) });
}

/** "tomorrow", or the date when it is further away, with its year only when that is another one. */
export function dayText(at: string, now: Date, { locale, timeZone }: Place): string {
  const [day, today] = [dayOf(at, timeZone), dayOf(now, timeZone)];
  if (Math.abs(Date.parse(day) - Date.parse(today)) <= DAY)
    return agoText(day, now, { locale, timeZone });
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric';
  const date = { weekday: 'long', day: 'numeric', month: 'long', year, timeZone: 'UTC' } as const;
  return dateFormat(locale, date).format(new Date(day));
}

/** The same for a plain date. */
export function nextDayText(day: string, today: string, { locale }: Place): string {
  const place = { locale, timeZone: 'UTC' };
  return dayText(`${day}T12:00Z`, new Date(`${today}T12:00Z`), place);
}

/** What became of one, and why, in plain words. */
export function happenedText({ state, reason }: Pick<Occurrence, 'state' | 'reason'>): string {
  const key = `reminders.happened.${reason || state}` as Key;
  const said = t(key);
  return said === key ? t('reminders.happened.other') : said;
}

/** One way that was taken, or was not, and why. */
export function deliveryText({ channel, state, reason }: Delivery): string {
  const way = t(`reminders.channel.${channel}`);
  const open = state === 'sent' ? t('reminders.tried.sent') : t('reminders.tried.queued');
  return t('reminders.tried', { way, why: reason && state !== 'sent' ? wayText(reason) : open });
}
