import { t } from '#lib/i18n/t.svelte.ts';

export interface Saying {
  words: string;
  times: number;
  /** The newest day. */
  on: string;
  /** Who sat beside the person on that day; empty: nobody. */
  together_with: string;
}

type Row = Pick<Saying, 'words' | 'on' | 'together_with'>;

/** The same words said on many days are one row, the most said first. `rows` newest first. */
export function gathered(rows: Row[]): Saying[] {
  const found = new Map<string, Saying>();
  for (const { words, on, together_with } of rows) {
    const key = words.trim().toLocaleLowerCase();
    const known = found.get(key);
    if (known) known.times += 1;
    else found.set(key, { words, on, together_with, times: 1 });
  }
  return [...found.values()].sort((one, other) => other.times - one.times);
}

export const togetherText = (who: string) => (who ? t('review.together', { who }) : '');

export const rowOf = ({ words, times, on, together_with }: Saying) => ({
  id: words,
  on,
  words,
  note: [times > 1 ? t('review.times', { n: times }) : '', togetherText(together_with)]
    .filter(Boolean)
    .join(' · ')
});
