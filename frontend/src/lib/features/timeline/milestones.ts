import { api, got } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Milestone } from '#lib/api/types.ts';
import { t, type Key } from '#lib/i18n/t.svelte.ts';
import { dateText, dayOf, noonOn } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

/** What of a milestone is the person's to write. */
export type MilestoneContent = Omit<Milestone, 'id' | 'version'>;

export const LIMIT = 500;

export const getMilestone = (id: string): Promise<Milestone> =>
  got(api.GET('/api/v1/milestones/{id}/', { params: { path: { id } } }));

export async function putMilestone(
  id: string,
  body: MilestoneContent & { version: number }
): Promise<Milestone> {
  if (!body.text.trim()) throw refusedFor('text');
  if (!body.happened_on) throw refusedFor('happened_on');
  return got(api.PUT('/api/v1/milestones/{id}/', { params: { path: { id } }, body }));
}

const refusedFor = (field: string) =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { [field]: [{ code: 'blank' }] } });

export async function deleteMilestone(id: string): Promise<void> {
  await api.DELETE('/api/v1/milestones/{id}/', { params: { path: { id } } });
}

const blank = (): MilestoneContent => ({
  recorded_at: recordedNow(),
  happened_on: dayOf(new Date(), setting.timeZone),
  text: '',
  domain: null
});

const contentOf = ({ recorded_at, happened_on, text, domain }: Milestone): MilestoneContent => ({
  recorded_at: new Date(recorded_at).toISOString(),
  happened_on,
  text,
  domain
});

/** Where something stands on the timeline: on the day it happened. */
export const placeFor = (happenedOn: string, now: Date, timeZone: string | undefined): string =>
  happenedOn === dayOf(now, timeZone) ? now.toISOString() : noonOn(happenedOn, timeZone);

export const placeName = (domain: string | null) =>
  domain === null ? '' : t(`common.domain.${domain}` as Key);

/** How the timeline screens write one. */
export const milestoneWriting = { noun: 'milestone', blank, contentOf, put: putMilestone };

/** Two versions of a milestone, part by part, as a person would read them. */
export const milestoneDifferences = (mine: MilestoneContent, theirs: MilestoneContent) =>
  PARTS.map(([label, read]) => ({ label: t(label), mine: read(mine), theirs: read(theirs) }));

const PARTS: [label: Key, read: (content: MilestoneContent) => string][] = [
  ['timeline.milestone.text', ({ text }) => text],
  ['timeline.milestone.day', ({ happened_on }) => dateText(happened_on, 'day', setting)],
  ['timeline.milestone.area', ({ domain }) => placeName(domain)]
];
