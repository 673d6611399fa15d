import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () => messages('practice', 'review', 'check_in', 'goals', 'parts', 'questions');
