import { agoFormat, dateFormat } from './formats.ts';

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
  const options = { ...FORMS[form], timeZone: zoneOf(at, place) };
  return dateFormat(place.locale, options).format(new Date(at));
}

export function timeText(at: string, place: Place): string {
  const options = { hour: 'numeric', minute: '2-digit', timeZone: place.timeZone } as const;
  return dateFormat(place.locale, options).format(new Date(at));
}

/** The calendar day (YYYY-MM-DD) an instant falls on for the person. */
export function dayOf(at: string | Date, timeZone: string | undefined): string {
  return new Date(onTheClock(new Date(at).getTime(), timeZone)).toISOString().slice(0, 10);
}

const MINUTE = 60_000;

/** What the clocks there show, read as if it were UTC: to the minute. */
function onTheClock(at: number, timeZone: string | undefined): number {
  if (!globalThis.Temporal) return asWritten(at, timeZone);
  const zone = timeZone ?? Temporal.Now.timeZoneId();
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const shown = at + there.offsetNanoseconds / 1e6;
  return Math.floor(shown / MINUTE) * MINUTE;
}

const CLOCK: Intl.DateTimeFormatOptions = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric'
};

/** In a browser that does not know Temporal: the first date to be written costs a slow phone a tenth of a second. */
function asWritten(at: number, timeZone: string | undefined): number {
  const parts = dateFormat('en', { ...CLOCK, timeZone }).formatToParts(at);
  const part = (name: string) => Number(parts.find(({ type }) => type === name)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
}

/** Noon of a calendar day (YYYY-MM-DD) for the person, as an instant. Clocks change at night, so noon is safe. */
export function noonOn(day: string, timeZone: string | undefined): string {
  const guess = Date.parse(`${day}T12:00Z`);
  return new Date(2 * guess - onTheClock(guess, timeZone)).toISOString();
}

/** The first moment of a calendar day (YYYY-MM-DD) for the person. Looked at twice, for a day on which clocks change. */
export function startOf(day: string, timeZone: string | undefined): string {
  const wanted = Date.parse(`${day}T00:00Z`);
  const near = 2 * wanted - onTheClock(wanted, timeZone);
  return new Date(near + wanted - onTheClock(near, timeZone)).toISOString();
}

/** A day (YYYY-MM-DD) and a time (HH:MM) on the person's clocks, as an instant. */
export function instantAt(day: string, time: string, timeZone: string | undefined): string {
  const wanted = Date.parse(`${day}T${time}Z`);
  const near = 2 * wanted - onTheClock(wanted, timeZone);
  return new Date(near + wanted - onTheClock(near, timeZone)).toISOString();
}

/** HH:MM on the person's clocks. */
export function clockAt(at: string, timeZone: string | undefined): string {
  return new Date(onTheClock(Date.parse(at), timeZone)).toISOString().slice(11, 16);
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
  return agoFormat(place.locale).format(Math.round(days / size), unit);
}
