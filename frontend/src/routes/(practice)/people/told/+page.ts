import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () => messages('reminders', 'practice');
