import { t } from '#lib/i18n/t.svelte.ts';
import type { StoryContent } from './stories.ts';

/** Two versions of a story, part by part, as a person would read them. */
export function storyDifferences(mine: StoryContent, theirs: StoryContent) {
  const part = (label: string, name: 'title' | 'about' | 'words' | 'content_note' | 'signed') => ({
    label,
    mine: mine[name],
    theirs: theirs[name]
  });
  return [
    part(t('stories.name'), 'title'),
    part(t('stories.about'), 'about'),
    part(t('stories.words'), 'words'),
    part(t('stories.note'), 'content_note'),
    part(t('stories.signed'), 'signed')
  ];
}
