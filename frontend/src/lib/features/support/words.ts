import type { Hours, SupportRequest, Worker } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';
import { dateText, dayOf } from '#lib/ui/dates.ts';
import { listText } from '#lib/ui/formats.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export const nameOf = (called: string | null): string => called || t('support.unnamed');

export function whereText({ role, job_title, team, organisation }: Worker): string {
  const work = job_title || known(`support.worker.role.${role}`) || role;
  return t('support.worker.where', { role: work, team: team.name, organisation });
}

/** "Monday, Tuesday and Thursday". */
const listed = (words: string[]) => listText(words, setting.locale);

export function hoursText(hours: Hours | null): string {
  if (!hours?.weekdays.length) return t('support.hours.none');
  const days = listed(hours.weekdays.map((day) => known(`support.weekday.${day}`) ?? ''));
  const { begins, ends } = hours;
  return begins && ends
    ? t('support.hours.times', { days, begins, ends })
    : t('support.hours', { days });
}

const dayText = (day: string) => dateText(day, 'short', setting);

/** Null: neither away nor about to be. */
export function awayText(hours: Hours | null, now: Date): string | null {
  const { away_from: from, away_until: until, cover } = hours ?? {};
  const today = dayOf(now, setting.timeZone);
  if (!from || !until || until < today) return null;
  if (from > today) return t('support.away.soon', { from: dayText(from), until: dayText(until) });
  const day = dayText(until);
  return cover ? t('support.away.cover', { day, called: cover }) : t('support.away', { day });
}

export function stateText({ state, team_name, picked_up_by }: SupportRequest): string {
  if (state === 'picked_up')
    return t('support.request.picked_up', { called: nameOf(picked_up_by) });
  return t(`support.request.${state}`, { team: team_name });
}

export const isOpen = ({ state }: SupportRequest): boolean =>
  state === 'asked' || state === 'picked_up';

export const likesText = (interests: string[]) =>
  t('support.profile.interests', { list: listed(interests) });

export const speaksText = (languages: string[]) =>
  t('support.profile.languages', { list: listed(languages) });
