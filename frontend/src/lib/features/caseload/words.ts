import type { OnCaseload } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export const nameOf = (called: string): string => called || t('caseload.supervision.unnamed');

export const dayText = (at: string): string => dateText(at, 'short', setting);

/** What is agreed, one line each: the next meeting, and what has come to its day on either side. */
export function agreedLines({ next_meeting_at, commitments }: OnCaseload): string[] {
  const { worker_due, person_due, worker, person } = commitments;
  const met = next_meeting_at
    ? t('caseload.next', { when: dateText(next_meeting_at, 'moment', setting) })
    : t('caseload.no_next');
  const due = [
    worker_due && t('caseload.due.worker', { n: worker_due }),
    person_due && t('caseload.due.person', { n: person_due })
  ].filter((line): line is string => Boolean(line));
  const agreed = worker + person;
  const open = !due.length && agreed ? [t('caseload.open', { n: agreed })] : [];
  return [met, ...due, ...open];
}

export function sharedText({ shared }: OnCaseload): string {
  if (!shared) return t('caseload.not_shared');
  const lastMoment = new Date(Date.parse(shared.until) - 1).toISOString();
  return t('caseload.shared', { day: dayText(lastMoment) });
}

/** What was asked about a hand-over; a yes has ended the row itself. */
export const handOverText = ({ hand_over }: OnCaseload): string | null =>
  hand_over && t(`caseload.hand_over.${hand_over.state}`, { to: nameOf(hand_over.to) });

/** By the beginning of any part of the name, whatever the accents. */
export function named<Row extends { called: string }>(rows: Row[], typed: string): Row[] {
  const wish = plain(typed.trim());
  return rows.filter(({ called }) => ` ${plain(nameOf(called))}`.includes(` ${wish}`));
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** "bees, walking" as a list, without what is empty or there twice. */
export const listOf = (typed: string): string[] => [
  ...new Set(
    typed
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
  )
];
