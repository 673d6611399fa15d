import type { Resource } from '#lib/api/types.ts';
import { spoken, t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

const JUST_FREE = /^free\.?$/i;

/** What it costs, in the publisher's own words where there are any. */
export function costOf({ cost, cost_text }: Resource): string {
  const own = cost === 'free' && JUST_FREE.test(cost_text) ? '' : cost_text;
  return own || t(`ideas.cost.${cost}`);
}

export const waysOf = ({ delivery }: Resource): string =>
  delivery.map((way) => t(`ideas.way.${way}`)).join(' · ');

/** The town, else how far it reaches; nothing where the directory does not say. */
export function whereOf({ place, coverage }: Resource): string {
  if (place) return place;
  return coverage === 'national' || coverage === 'international'
    ? t(`ideas.where.${coverage}`)
    : '';
}

/** The newest day on which somebody made sure of it. */
export const checkedOn = ({ assured_on, last_checked_on }: Resource): string | null =>
  [assured_on, last_checked_on]
    .filter((day) => day !== null)
    .sort()
    .at(-1) ?? null;

export const isRunning = ({ status }: Resource): boolean => status === 'active';

/** When somebody last made sure, and honestly when that is long ago. */
export function checkedText(resource: Resource): string {
  const on = checkedOn(resource);
  if (!on) return t('ideas.checked.never');
  const date = dateText(on, 'short', setting);
  return t(resource.is_stale ? 'ideas.checked.long_ago' : 'ideas.checked', { date });
}

/** Lately enough not to need a warning. */
export const isFresh = (resource: Resource): boolean => isRunning(resource) && !resource.is_stale;

/** What a phone can dial. */
export const dial = (number: string): string => `tel:${number.replace(/[^\d+*#]/g, '')}`;

/** A directory may hold anything: only a web address becomes a link. */
export function webAddress(text: string): URL | null {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The first sentences of a text, for a card; where they cannot be told apart, all of it. */
export function beginning(text: string, sentences = 2): string {
  if (!('Segmenter' in Intl)) return text;
  const parts = new Intl.Segmenter(spoken(), { granularity: 'sentence' }).segment(text);
  return [...parts]
    .slice(0, sentences)
    .map(({ segment }) => segment)
    .join('')
    .trim();
}
