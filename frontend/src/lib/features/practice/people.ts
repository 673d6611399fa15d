import { api, got, gotNext } from '#lib/api/client.ts';
import type { Paged, Purpose, SharingPerson } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText, dayOf } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

type People = Paged<SharingPerson>;

/** What a row in the list shows of them. */
export type ListedPerson = Omit<SharingPerson, 'grants'>;

const firstPeople = (): Promise<People> => got(api.GET('/api/v1/people/'));

const peopleAfter = ({ next }: People) => gotNext<People>(next);

/** Everyone who shares something with me now, by name. Reading this list is no look at what they share. */
export async function allPeople(): Promise<SharingPerson[]> {
  const people: SharingPerson[] = [];
  let page: People | null = await firstPeople();
  while (page) {
    people.push(...page.results);
    page = await peopleAfter(page);
  }
  return people;
}

/** One of them; null where nothing is shared. */
export async function findPerson(id: string): Promise<SharingPerson | null> {
  let page: People | null = await firstPeople();
  while (page) {
    const found = page.results.find((person) => person.id === id);
    if (found) return found;
    page = await peopleAfter(page);
  }
  return null;
}

/** What the list says of them, so that a change shows; null: nothing is shared for this purpose. */
export async function standingOf(id: string, purpose: Purpose): Promise<string | null> {
  const person = await findPerson(id);
  return person?.purposes.includes(purpose) ? JSON.stringify(person) : null;
}

/** The one that was asked for, else the one that fits the work best, of those there are. */
export function purposeFor(person: SharingPerson, asked: string | null, role: string): Purpose {
  const usual: Purpose = role === 'clinician' ? 'review' : 'support';
  const wishes = [asked, usual];
  return (
    wishes.map((wish) => person.purposes.find((one) => one === wish)).find(Boolean) ??
    person.purposes[0] ??
    usual
  );
}

export const nameOf = ({ called }: Pick<SharingPerson, 'called'>) =>
  called || t('practice.people.unnamed');

/** By the beginning of any part of the name, whatever the accents. */
export function named(people: ListedPerson[], typed: string): ListedPerson[] {
  const wish = plain(typed.trim());
  return people.filter((person) => ` ${plain(nameOf(person))}`.includes(` ${wish}`));
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

const DAY = 86_400_000;
const SOON = 7;

/** The last day on which it holds: its end is the moment when it does no longer. */
const lastMoment = (until: string) => new Date(Date.parse(until) - 1).toISOString();

export const untilText = (until: string) =>
  t('practice.people.until', { day: dateText(lastMoment(until), 'short', setting) });

/** “Ends in 3 days”; null while there is plenty of time. */
export function endText(until: string, now: Date): string | null {
  const dayNumber = (at: string | Date) => Date.parse(dayOf(at, setting.timeZone)) / DAY;
  const left = dayNumber(lastMoment(until)) - dayNumber(now);
  if (left > SOON) return null;
  return left <= 0 ? t('practice.people.ends_today') : t('practice.people.ends_soon', { n: left });
}
