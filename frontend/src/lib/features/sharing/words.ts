import type { Grant, LogLine, Practitioner, Scope } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';
import { dayOf, type Place } from '#lib/ui/dates.ts';
import { dateFormat, listText } from '#lib/ui/formats.ts';
import { untilDay } from './periods.ts';

type Named = Pick<Practitioner, 'called' | 'role' | 'organisation'>;
type Shared = Pick<Grant, 'scopes' | 'goal_ids'>;
type Given = Pick<Grant, 'practitioner' | 'shared_team' | 'shared_supporter'>;

const WHO = ['peer_worker', 'clinician', 'service_manager'];

/** “Cleo, a clinician at Harbour”. */
export function personText({ called, role, organisation }: Named): string {
  const name = called || t('sharing.who.unnamed');
  if (!organisation) return name;
  const key = WHO.includes(role) ? role : 'other';
  return t(`sharing.who.${key as 'other'}`, { called: name, organisation });
}

/** A role's name; a newer one stands for itself. */
export const roleText = (role: string): string => known(`sharing.role.${role}`) ?? role;

export const whoText = ({ practitioner, shared_team, shared_supporter }: Given): string => {
  if (shared_supporter) return shared_supporter.name;
  if (practitioner) return personText(practitioner);
  const { name = '', organisation = '' } = shared_team ?? {};
  return t('sharing.who.team', { team: name, organisation });
};

/** For a button, where the whole description would be too long. */
export const nameText = ({ practitioner, shared_team, shared_supporter }: Given): string =>
  shared_supporter?.name ??
  (practitioner ? practitioner.called || t('sharing.who.unnamed') : (shared_team?.name ?? ''));

const partText = (scope: Scope, goals: number): string =>
  scope === 'goals' && goals > 0
    ? t('sharing.what.some_goals', { n: goals })
    : t(`sharing.what.${scope}`);

/** “your goals and what helped”. */
export const whatText = ({ scopes, goal_ids }: Shared, locale: string): string =>
  listText(
    scopes.map((scope) => partText(scope, goal_ids.length)),
    locale
  );

/** A day without its weekday; the year only when it is another. */
export function dayText(day: string, now: Date, { locale, timeZone }: Place): string {
  const isThisYear = day.slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  return dateFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: isThisYear ? undefined : 'numeric',
    timeZone: 'UTC'
  }).format(new Date(day));
}

export type Tense = 'sees' | 'saw' | 'new.look.sees';

/** “Cleo, a clinician at Harbour, can see your goals, until 12 March.” */
export function grantText(grant: Grant, tense: Tense, now: Date, place: Place): string {
  return t(`sharing.${tense}.${grant.practitioner ? 'person' : 'team'}`, {
    who: whoText(grant),
    what: whatText(grant, place.locale),
    until: dayText(untilDay(grant.expires_at ?? '', place.timeZone), now, place)
  });
}

/** From which days it shows anything. */
export function dataText(
  { data_from, data_to }: Pick<Grant, 'data_from' | 'data_to'>,
  now: Date,
  place: Place
): string {
  const day = (at: string) => dayText(dayOf(at, place.timeZone), now, place);
  const last = (at: string) => dayText(untilDay(at, place.timeZone), now, place);
  if (data_from && data_to) {
    return t('sharing.data.between', { from: day(data_from), to: last(data_to) });
  }
  if (data_to) return t('sharing.data.to', { day: last(data_to) });
  return data_from ? t('sharing.data.from', { day: day(data_from) }) : t('sharing.data.all');
}

export const readerText = ({ who }: Pick<LogLine, 'who'>): string =>
  who.id && (who.called || who.organisation) ? personText(who) : t('sharing.who.gone');

const DID = ['read', 'export', 'print'];

/** “looked at your goals and what helped”. */
export function lookText({ verb, scopes, noun }: LogLine, locale: string): string {
  const given = known(`sharing.given.${noun}`);
  const what = scopes.length > 0 ? whatText({ scopes, goal_ids: [] }, locale) : given;
  const did = DID.includes(verb) ? verb : 'read';
  return t(`sharing.look.${did as 'read'}`, { what: what || t('sharing.look.nothing') });
}
