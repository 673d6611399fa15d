/** Drafts with words still waiting for their turn: a phone may put the page to sleep at any moment. */
export const waiting = new Set<{ flush: () => Promise<void> }>();

/** Resolves when all of them are on the phone. */
export const flushDrafts = (): Promise<unknown> =>
  Promise.all([...waiting].map((draft) => draft.flush()));

/** Words are being written that are not on the phone yet: no moment to change the app under them. */
export const isWriting = (): boolean => waiting.size > 0;

if (typeof document !== 'undefined') {
  addEventListener('pagehide', () => void flushDrafts());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void flushDrafts();
  });
}
