import { t, type Key } from '#lib/i18n/t.svelte.ts';
import { dateText, dayOf, type Place } from '#lib/ui/dates.ts';
import { pauseOf } from './pause.ts';
import { clockText, planText } from './plan.ts';
import type { ReminderContent } from './reminders.ts';

const PARTS: [label: Key, read: (content: ReminderContent, place: Place) => string][] = [
  ['reminders.words', ({ words }) => words],
  ['reminders.times', (content, { locale }) => planText(content, locale)],
  [
    'reminders.channels',
    ({ channels }) => channels.map((channel) => t(`reminders.channel.${channel}`)).join(' · ')
  ],
  ['reminders.start', ({ starts_on }, place) => dateText(starts_on, 'day', place)],
  [
    'reminders.quiet',
    ({ quiet_from, quiet_to }, { locale }) =>
      [quiet_from, quiet_to].map((time) => (time ? clockText(time, locale) : '')).join(' – ')
  ],
  ['reminders.around', ({ is_around }) => t(is_around ? 'reminders.yes' : 'reminders.no')],
  ['reminders.pause', pauseText]
];

function pauseText(content: ReminderContent, place: Place): string {
  const { way, until } = pauseOf(content, dayOf(new Date(), place.timeZone));
  if (way !== 'until' || !until) return t(`reminders.pause.${way}`);
  return t('reminders.pause.note', { day: dateText(until, 'day', place) });
}

/** Two versions of a reminder, part by part, as a person would read them. */
export const reminderDifferences = (mine: ReminderContent, theirs: ReminderContent, place: Place) =>
  PARTS.map(([label, read]) => ({
    label: t(label),
    mine: read(mine, place),
    theirs: read(theirs, place)
  }));
