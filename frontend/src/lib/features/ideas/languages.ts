import { t } from '#lib/i18n/t.svelte.ts';
import { languageName } from '#lib/session/places.ts';

/** As directories write them, with the tag that says what a language calls itself. */
const TAGS: Record<string, string> = {
  Arabic: 'ar',
  Bengali: 'bn',
  Cantonese: 'yue',
  Polish: 'pl',
  Portuguese: 'pt',
  Punjabi: 'pa',
  Romanian: 'ro',
  Somali: 'so',
  Turkish: 'tr',
  Ukrainian: 'uk',
  Urdu: 'ur',
  Welsh: 'cy'
};

function labelOf(language: string): string {
  const tag = TAGS[language];
  if (tag) return languageName(tag);
  if (language === 'BSL') return t('ideas.language.bsl');
  return language === 'Easy Read' ? t('ideas.language.easy_read') : language;
}

/** What can be chosen, each by its own name; what was chosen elsewhere stays among them. */
export const languageOptions = (chosen: string[]): { value: string; label: string }[] =>
  [...new Set([...Object.keys(TAGS), 'BSL', 'Easy Read', ...chosen])].map((value) => ({
    value,
    label: labelOf(value)
  }));

export const languageLabels = (chosen: string[]): string => chosen.map(labelOf).join(', ');
