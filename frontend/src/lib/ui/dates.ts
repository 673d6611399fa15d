export interface Place {
  locale: string;
  timeZone: string | undefined;
}

export type DateForm = 'day' | 'short' | 'moment';

const FORMS: Record<DateForm, Intl.DateTimeFormatOptions> = {
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' }
};

const isPlainDate = (at: string) => /^\d{4}-\d{2}-\d{2}$/.test(at);

/** A plain date is that day everywhere: it is read and shown in UTC. */
const zoneOf = (at: string, place: Place) => (isPlainDate(at) ? 'UTC' : place.timeZone);

export function dateText(at: string, form: DateForm, place: Place): string {
  return new Intl.DateTimeFormat(place.locale, {
    ...FORMS[form],
    timeZone: zoneOf(at, place)
  }).format(new Date(at));
}

export function timeText(at: string, place: Place): string {
  return new Intl.DateTimeFormat(place.locale, {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: place.timeZone
  }).format(new Date(at));
}

/** The calendar day (YYYY-MM-DD) an instant falls on for the person. */
export function dayOf(at: string | Date, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

const DAY = 86_400_000;

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY]
];

/** Counts calendar days in the person's zone: last night is "yesterday", not "7 hours ago". */
export function agoText(at: string, now: Date, place: Place): string {
  const days = Date.parse(dayOf(at, zoneOf(at, place))) - Date.parse(dayOf(now, place.timeZone));
  const [unit, size] = STEPS.find(([, size]) => Math.abs(days) >= size) ?? ['day', DAY];
  const words = new Intl.RelativeTimeFormat(place.locale, { numeric: 'auto' });
  return words.format(Math.round(days / size), unit);
}
