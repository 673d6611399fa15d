import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () =>
  messages(
    'supporters',
    'me',
    'practice',
    'review',
    'plan',
    'check_in',
    'goals',
    'parts',
    'questions',
    'writing'
  );
