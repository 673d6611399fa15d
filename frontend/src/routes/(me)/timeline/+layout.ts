import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () => messages('timeline', 'check_in', 'me', 'parts', 'writing');
