import { messages } from '#lib/i18n/t.svelte.ts';

export const load = () =>
  messages('sheets', 'sharing', 'writing', 'review', 'check_in', 'goals', 'parts');
