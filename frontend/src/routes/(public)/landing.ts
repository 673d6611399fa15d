import { onward } from '#lib/features/account/onward.ts';
import { waitingPage } from '#lib/session/invitation.ts';
import { session } from '#lib/session/session.svelte.ts';

/** Through the door, where to? To the invitation that waits, to the page that was asked for, or home. */
export const landing = (next: string | null = null): string =>
  waitingPage() ?? onward(next, session.home);
