/** Drafts with words still waiting for their turn: a phone may put the page to sleep at any moment. */
export const waiting = new Set<{ flush: () => Promise<void> }>();

export function flushDrafts(): void {
  for (const draft of [...waiting]) void draft.flush();
}

/** Words are being written that are not on the phone yet: no moment to change the app under them. */
export const isWriting = (): boolean => waiting.size > 0;

if (typeof document !== 'undefined') {
  addEventListener('pagehide', flushDrafts);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) flushDrafts();
  });
}
