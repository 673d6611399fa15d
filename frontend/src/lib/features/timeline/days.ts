import type { Milestone, TimelineRow } from '#lib/api/types.ts';
import { dayOf } from '#lib/ui/dates.ts';

export interface Day {
  day: string;
  rows: TimelineRow[];
}

/** Rows, newest first, by the day they fall on for the person. A day with nothing is not there at all. */
export function byDay(rows: TimelineRow[], timeZone: string | undefined): Day[] {
  const days: Day[] = [];
  for (const row of rows) {
    const day = dayOf(row.recorded_at, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}

export const rowKey = ({ kind, check_in, milestone }: TimelineRow) =>
  `${kind} ${check_in?.id ?? milestone?.id}`;

/** Whether the day it happened on has to be said, because it is not the day it stands under. */
export const standsElsewhere = (milestone: Milestone, timeZone: string | undefined): boolean =>
  dayOf(milestone.recorded_at, timeZone) !== milestone.happened_on;
