/** The server's own bounds; beyond them nothing is cut off, it is said. */
export const MOST_TAGS = 12;
export const LONGEST_TAG = 40;

/** Two spellings of one tag. */
const key = (tag: string) => tag.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What was typed, as tags: a comma ends one; a leading # is habit. */
export const typedTags = (typed: string): string[] =>
  typed
    .split(',')
    .map((tag) => tag.trim().replace(/^#+/, '').replace(/\s+/g, ' ').trim())
    .filter(Boolean);

/** With the new ones that are not there yet, as far as there is room. */
export function withTags(tags: string[], added: string[]): string[] {
  const all = [...tags];
  for (const tag of added) {
    if (!all.some((known) => key(known) === key(tag))) all.push(tag);
  }
  return all.slice(0, MOST_TAGS);
}

/** Used before, and not on this page yet. */
export const suggestedTags = (used: string[], tags: string[]): string[] =>
  used.filter((tag) => !tags.some((known) => key(known) === key(tag)));
