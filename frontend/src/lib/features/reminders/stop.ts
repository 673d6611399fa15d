import { reach, refusal } from '#lib/api/reach.ts';

/** The same one-click address that a mail reader uses (RFC 8058); it needs no sign-in. */
export async function stopMails(token: string): Promise<void> {
  const url = `${location.origin}/stop/${encodeURIComponent(token)}`;
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  const response = await reach(new Request(url, { method: 'POST', body }));
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => ({})));
}
