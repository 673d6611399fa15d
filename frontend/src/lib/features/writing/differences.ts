/** One part of a text that is not the same in both versions. */
export interface Difference {
  label: string;
  mine: string;
  theirs: string;
}

/** What differs, in the order given. Two equal texts leave nothing to show. */
export const differing = (parts: Difference[]): Difference[] =>
  parts.filter(({ mine, theirs }) => mine !== theirs);
