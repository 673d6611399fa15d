import { redirect } from '@sveltejs/kit';

/** Everybody one works with is in one place. */
export const load = () => redirect(308, '/me/support');
