import type { Suggestions } from '#lib/api/types.ts';
import { remember, remembered } from '#lib/offline/remembered.ts';

/** A set as it was seen, to be looked at without a signal. */
export interface Seen {
  at: string;
  ideas: Suggestions;
}

interface Shelf {
  owner: string;
  sets: Record<string, Seen>;
}

const NAME = 'ideas';
const MOST_SETS = 6;
const keyOf = (goal: string | null) => goal ?? 'all';

/** The newest few, of this person only: another person's are gone with the first of theirs. */
export async function keepSeen(owner: string, goal: string | null, seen: Seen): Promise<void> {
  const others = Object.entries((await shelf(owner)).sets).filter(([key]) => key !== keyOf(goal));
  const newest = others.sort(([, a], [, b]) => b.at.localeCompare(a.at)).slice(0, MOST_SETS - 1);
  await remember(NAME, {
    owner,
    sets: Object.fromEntries([...newest, [keyOf(goal), seen]])
  } satisfies Shelf);
}

export const lastSeen = async (owner: string, goal: string | null): Promise<Seen | null> =>
  (await shelf(owner)).sets[keyOf(goal)] ?? null;

async function shelf(owner: string): Promise<Shelf> {
  const kept = await remembered<Shelf>(NAME);
  return kept?.owner === owner ? kept : { owner, sets: {} };
}
