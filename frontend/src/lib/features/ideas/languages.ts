import { t } from '#lib/i18n/t.svelte.ts';

/** As directories write them, each with what its speakers call it. */
const OWN_NAMES: Record<string, string> = {
  Arabic: 'العربية',
  Bengali: 'বাংলা',
  Cantonese: '廣東話',
  Polish: 'Polski',
  Portuguese: 'Português',
  Punjabi: 'ਪੰਜਾਬੀ',
  Romanian: 'Română',
  Somali: 'Soomaali',
  Spanish: 'Español',
  Turkish: 'Türkçe',
  Ukrainian: 'Українська',
  Urdu: 'اردو',
  Welsh: 'Cymraeg'
};

function labelOf(language: string): string {
  if (language === 'BSL') return t('ideas.language.bsl');
  if (language === 'Easy Read') return t('ideas.language.easy_read');
  return OWN_NAMES[language] ?? language;
}

/** What can be chosen, each by its own name; what was chosen elsewhere stays among them. */
export const languageOptions = (chosen: string[]): { value: string; label: string }[] =>
  [...new Set([...Object.keys(OWN_NAMES), 'BSL', 'Easy Read', ...chosen])].map((value) => ({
    value,
    label: labelOf(value)
  }));

export const languageLabels = (chosen: string[]): string => chosen.map(labelOf).join(', ');
