import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () =>
  messages('practice', 'caseload', 'review', 'plan', 'check_in', 'goals', 'parts', 'questions');
