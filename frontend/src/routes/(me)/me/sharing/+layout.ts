import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () =>
  messages(
    'sharing',
    'me',
    'writing',
    'review',
    'plan',
    'supporters',
    'check_in',
    'goals',
    'parts',
    'questions'
  );
