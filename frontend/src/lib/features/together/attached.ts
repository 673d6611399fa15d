import type { Message, Pair } from '#lib/api/types.ts';

type Attached = NonNullable<Message['attached']>;

const OWN: Record<Attached['kind'], (id: string) => string> = {
  goal: (id) => `/goals/${id}`,
  milestone: () => '/timeline',
  page: (id) => `/journal/${id}`,
  sheet: (id) => `/me/sheets/${id}`
};

/** Where what a message points to is seen: one's own place, or what is shared for that purpose. */
export function placeOf({ kind, id, purpose }: Attached, pair: Pick<Pair, 'side' | 'person'>) {
  if (pair.side === 'person') return OWN[kind](id);
  const rest = kind === 'sheet' ? `/sheets/${id}` : '';
  return `/people/${pair.person}${rest}?purpose=${purpose ?? 'support'}`;
}
