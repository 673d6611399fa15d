import { t } from '#lib/i18n/t.svelte.ts';

export interface Saying {
  words: string;
  times: number;
  /** The newest day. */
  on: string;
}

/** The same words said on many days are one row, the most said first. `rows` newest first. */
export function gathered(rows: { words: string; on: string }[]): Saying[] {
  const found = new Map<string, Saying>();
  for (const { words, on } of rows) {
    const key = words.trim().toLocaleLowerCase();
    const known = found.get(key);
    if (known) known.times += 1;
    else found.set(key, { words, on, times: 1 });
  }
  return [...found.values()].sort((one, other) => other.times - one.times);
}

export const rowOf = ({ words, times, on }: Saying) => ({
  id: words,
  on,
  words,
  note: times > 1 ? t('review.times', { n: times }) : ''
});
