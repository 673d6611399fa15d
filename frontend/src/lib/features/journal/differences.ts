import { t } from '#lib/i18n/t.svelte.ts';
import type { EntryContent } from './journal.ts';

/** Two versions of a page, part by part, as a person would read them. */
export function entryDifferences(mine: EntryContent, theirs: EntryContent) {
  const part = (label: string, read: (content: EntryContent) => string) => ({
    label,
    mine: read(mine),
    theirs: read(theirs)
  });
  return [
    part(t('journal.words'), ({ words }) => words),
    part(t('journal.tags'), ({ tags }) => tags.join(', ')),
    part(t('journal.shared'), ({ is_marked_for_sharing }) =>
      t(is_marked_for_sharing ? 'journal.yes' : 'journal.no')
    ),
    part(t('journal.never'), ({ is_never_shared }) =>
      t(is_never_shared ? 'journal.yes' : 'journal.no')
    )
  ];
}
