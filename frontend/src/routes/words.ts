import { t } from '#lib/i18n/t.svelte.ts';
import type { Words } from '#lib/ui/setting.svelte.ts';

/** The few fixed words inside ui components. */
export const fixedWords = (): Words => ({
  product: t('common.product'),
  back: t('common.back'),
  close: t('common.close'),
  optional: t('common.optional'),
  loading: t('common.loading'),
  try_again: t('common.try_again'),
  undo: t('common.undo'),
  not_answered: t('common.not_answered'),
  show_table: t('common.show_table'),
  characters_left: (n) => t('common.characters_left', { n }),
  characters_over: (n) => t('common.characters_over', { n })
});
