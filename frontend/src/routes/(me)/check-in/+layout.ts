import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () => messages('check_in', 'goals', 'parts', 'questions', 'writing');
