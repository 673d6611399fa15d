import type { Message, Pair } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export type Attached = NonNullable<Message['attached']>;

const OWN: Record<Attached['kind'], (id: string) => string> = {
  goal: (id) => `/goals/${id}`,
  milestone: () => '/timeline',
  page: (id) => `/journal/${id}`,
  sheet: (id) => `/me/sheets/${id}`
};

/** A sheet is called by the day of its meeting, where it has one. */
export function callAttached({ kind, words }: Pick<Attached, 'kind' | 'words'>): string {
  if (kind === 'sheet' && words) return dateText(words, 'short', setting);
  return words || t('together.attached.see');
}

/** Where what a message points to is seen: one's own place, or what is shared for that purpose. */
export function placeOf({ kind, id, purpose }: Attached, pair: Pick<Pair, 'side' | 'person'>) {
  if (pair.side === 'person') return OWN[kind](id);
  const rest = kind === 'sheet' ? `/sheets/${id}` : '';
  return `/people/${pair.person}${rest}?purpose=${purpose ?? 'support'}`;
}
