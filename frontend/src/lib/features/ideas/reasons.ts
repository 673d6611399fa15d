import type { Reason } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';
import { listed, namesOf, needsOf } from './names.ts';

/** Why this one, in the person's language; in the server's own words where a name is not known here. */
export function sentence({ code, about, text }: Reason): string {
  if (code === 'words') {
    const quoted = about.map((word) => t('ideas.why.quote', { word }));
    return t('ideas.why.words', { words: listed(quoted) });
  }
  if (code === 'need') {
    const names = needsOf(about);
    return names.length < about.length ? text : t('ideas.why.need', { names: listed(names) });
  }
  if (code === 'domain' || code === 'area' || code === 'barrier') {
    const names = namesOf(about);
    if (names.length < about.length) return text;
    return t(`ideas.why.${code}`, { names: listed(names) });
  }
  if (code === 'affordable') return t(about.includes('free') ? 'ideas.why.free' : 'ideas.why.low');
  if (code === 'near' || code === 'language') {
    return t(`ideas.why.${code}`, { names: listed(about) });
  }
  return known(`ideas.why.${code}`) ?? text;
}
