import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () =>
  messages(
    'phone',
    'writing',
    'check_in',
    'goals',
    'journal',
    'sealed',
    'timeline',
    'parts',
    'questions'
  );
