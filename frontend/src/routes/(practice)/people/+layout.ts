import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () =>
  messages(
    'practice',
    'caseload',
    'today',
    'review',
    'plan',
    'check_in',
    'goals',
    'parts',
    'questions'
  );
