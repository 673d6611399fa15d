import type { Reason } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';
import { listText } from '#lib/ui/formats.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

const MOST = 2;

/** Why, without naming what was chosen: somebody may be looking. In discreet mode without the person's own words. */
export const whyHere = (reasons: Reason[], isDiscreet: boolean): string[] =>
  reasons
    .filter(({ code }) => !(isDiscreet && code === 'words'))
    .slice(0, MOST)
    .map(sentence);

function sentence({ code, about, text }: Reason): string {
  if (code !== 'words') return known('today.idea.why.' + code) ?? text;
  const quoted = about.map((word) => t('today.idea.quote', { word }));
  return t('today.idea.wrote', { words: listText(quoted, setting.locale) });
}
