import { t } from '#lib/i18n/t.svelte.ts';
import type { EntryContent } from './journal.ts';
import type { Page } from './sealed/pages.ts';

/** As it is being written, or as it is stored. */
type Version = Omit<EntryContent, 'is_sealed'> &
  Partial<Pick<EntryContent, 'is_sealed'>> &
  Partial<Pick<Page, 'seal' | 'unread'>>;

/** Two versions of a page, part by part, as a person would read them. */
export function entryDifferences(mine: Version, theirs: Version) {
  const part = (label: string, read: (content: Version) => string) => ({
    label,
    mine: read(mine),
    theirs: read(theirs)
  });
  return [
    part(t('journal.words'), ({ words, unread }) =>
      unread ? t(`journal.sealed.${unread}`) : words
    ),
    part(t('journal.tags'), ({ tags }) => tags.join(', ')),
    part(t('journal.shared'), ({ is_marked_for_sharing }) =>
      t(is_marked_for_sharing ? 'journal.yes' : 'journal.no')
    ),
    part(t('journal.never'), ({ is_never_shared }) =>
      t(is_never_shared ? 'journal.yes' : 'journal.no')
    ),
    part(t('journal.sealed'), ({ is_sealed, seal }) =>
      t((is_sealed ?? seal) ? 'journal.yes' : 'journal.no')
    )
  ];
}
