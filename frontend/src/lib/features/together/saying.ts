import type { Commitment, Meeting, Pair } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText, dayOf, timeText } from '#lib/ui/dates.ts';
import { dateFormat, listText } from '#lib/ui/formats.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export type Side = Pair['side'];

export const nameOf = ({ called }: Pick<Pair, 'called'>) => called || t('together.unnamed');

/** “Tue 1 December, 10:00 to 11:00”, by the reader's own clocks. */
export function whenText({ starts_at, lasts_minutes = 60 }: Meeting): string {
  const ends = new Date(Date.parse(starts_at) + lasts_minutes * 60_000).toISOString();
  return t('together.meeting.when', {
    day: dateText(starts_at, 'day', setting),
    from: timeText(starts_at, setting),
    to: timeText(ends, setting)
  });
}

/** What its state means to this side. */
export function stateText(meeting: Meeting, pair: Pick<Pair, 'called' | 'side'>): string {
  const isMine = meeting.asked_by === pair.side;
  const called = nameOf(pair);
  if (meeting.state === 'asked' && isMine) return t('together.meeting.state.waiting', { called });
  if (meeting.state === 'asked')
    return t(meeting.is_moved ? 'together.meeting.state.moved' : 'together.meeting.state.asked', {
      called
    });
  return t(`together.meeting.state.${meeting.state}`);
}

/** Whether it is for this side to say yes or no. */
export const isToAnswer = ({ state, asked_by }: Meeting, side: Side): boolean =>
  state === 'asked' && asked_by !== side;

const endOf = ({ starts_at, lasts_minutes = 60 }: Meeting) =>
  Date.parse(starts_at) + lasts_minutes * 60_000;

export interface Sorted {
  /** The soonest first. */
  coming: Meeting[];
  /** The latest first; called off ones among them. */
  past: Meeting[];
}

export function sorted(meetings: Meeting[], now: Date): Sorted {
  const isComing = (meeting: Meeting) =>
    endOf(meeting) > now.getTime() && meeting.state !== 'called_off';
  const coming = meetings.filter(isComing).reverse();
  return { coming, past: meetings.filter((meeting) => !isComing(meeting)) };
}

export interface TwoSides {
  mine: Commitment[];
  theirs: Commitment[];
}

export const bySide = (commitments: Commitment[], side: Side): TwoSides => ({
  mine: commitments.filter((one) => one.side === side),
  theirs: commitments.filter((one) => one.side !== side)
});

type Done = Commitment & { mark: 'happened' | 'let_go' };

export const isDone = (commitment: Commitment): commitment is Done =>
  commitment.mark === 'happened' || commitment.mark === 'let_go';

/** Whether this side may say what became of it. */
export const mayMark = ({ side: doer }: Commitment, side: Side): boolean =>
  side === 'person' || doer === side;

export const dueText = ({ due_on }: Commitment): string =>
  due_on ? t('together.commitment.by', { day: dateText(due_on, 'short', setting) }) : '';

/** A day is over: then it may be moved or let go, and nothing more is said. */
export const isDayOver = ({ due_on, mark }: Commitment, now: Date): boolean =>
  mark === 'open' && !!due_on && due_on < dayOf(now, setting.timeZone);

type Hours = NonNullable<Pair['hours']>;

const dayName = (weekday: number) =>
  // 5 January 2026 is a Monday.
  dateFormat(setting.locale, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2026, 0, 4 + weekday)
  );

const clock = (time: string) => time.slice(0, 5);

/** When whoever works with the person is there, as far as they have said so. */
export function hoursText(hours: Hours | null): string {
  if (!hours || hours.weekdays.length === 0) return t('together.hours.unknown');
  const days = listText(hours.weekdays.map(dayName), setting.locale);
  if (!hours.begins || !hours.ends) return t('together.hours.days', { days });
  return t('together.hours.times', { days, from: clock(hours.begins), to: clock(hours.ends) });
}

/** “Away until 3 December”; empty while they are there. */
export function awayText(hours: Hours | null, now: Date): string {
  if (!hours?.away_from || !hours.away_until) return '';
  const today = dayOf(now, setting.timeZone);
  if (today < hours.away_from || today > hours.away_until) return '';
  return t('together.hours.away', { day: dateText(hours.away_until, 'short', setting) });
}
