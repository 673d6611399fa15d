import type { ReminderKind } from '#lib/api/types.ts';
import type { ReminderContent } from './reminders.ts';

type Field = keyof ReminderContent;

export const KINDS: readonly ReminderKind[] = [
  'weekly',
  'once',
  'appointment',
  'after_check_in',
  'after_a_gap'
];

/** What each kind has to say, beside its words and how it comes; the server holds the same table. */
const NEEDED: Record<ReminderKind, readonly Field[]> = {
  weekly: ['weekdays', 'times', 'starts_on'],
  once: ['times', 'starts_on'],
  appointment: ['times', 'starts_on'],
  after_check_in: ['after_hours'],
  after_a_gap: ['after_days', 'times']
};

export const neededBy = (kind: ReminderKind): readonly Field[] => [
  ...NEEDED[kind],
  'words',
  'channels'
];

export const LEADS = [0, 10, 30, 60, 120, 24 * 60, 2 * 24 * 60] as const;
export const HOURS = [1, 2, 4, 8, 12, 24] as const;
export const GAPS = [2, 3, 5, 7, 14, 30] as const;
export const WEEKS = [1, 2, 3, 4] as const;

/** The same reminder as another kind: what does not count is left out, what is needed has a beginning. */
export function asKind(content: ReminderContent, kind: ReminderKind): Partial<ReminderContent> {
  const times = content.times.length > 0 ? content.times : ['09:00'];
  const isMany = kind === 'weekly' || kind === 'once';
  return {
    kind,
    weekdays: kind === 'weekly' ? content.weekdays : [],
    times: kind === 'after_check_in' ? [] : isMany ? times : times.slice(0, 1),
    every_weeks: kind === 'weekly' ? content.every_weeks : 1,
    lead_minutes: kind === 'appointment' ? content.lead_minutes || 60 : 0,
    after_hours: kind === 'after_check_in' ? (content.after_hours ?? 2) : null,
    after_days: kind === 'after_a_gap' ? (content.after_days ?? 5) : null
  };
}
