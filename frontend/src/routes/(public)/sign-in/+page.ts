import { messages } from '#lib/i18n/t.svelte.ts';

/** Drawn by the build, in English: it stands before the app's code is there. */
export const prerender = true;
export const ssr = true;

/** As in the layout, which the build does not ask. */
export const load = () => messages('session');
