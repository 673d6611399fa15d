/** One part of a text that is not the same in both versions. */
export interface Difference {
  label: string;
  mine: string;
  theirs: string;
}

/** What differs, in the order given; where nothing to be seen does, the first part stands for all. */
export function differing(parts: Difference[]): Difference[] {
  const found = parts.filter(({ mine, theirs }) => mine !== theirs);
  return found.length > 0 ? found : parts.slice(0, 1);
}
