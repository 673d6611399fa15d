export { Kept } from '#lib/offline/kept.svelte.ts';
