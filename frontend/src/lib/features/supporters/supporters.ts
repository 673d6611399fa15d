import { api, got } from '#lib/api/client.ts';
import type { ReviewPage, SeenSupport, Supported, Supporter } from '#lib/api/types.ts';

/** Whom I asked to stand by me. */
export const allSupporters = async (): Promise<Supporter[]> =>
  (await got(api.GET('/api/v1/supporters/'))).supporters;

export const askSupporter = (name: string, email: string): Promise<Supporter> =>
  got(api.POST('/api/v1/supporters/', { body: { name, email } }));

export const askAgain = (id: string): Promise<Supporter> =>
  got(api.POST('/api/v1/supporters/{supporter_id}/resend/', at(id)));

/** Whatever is shared with them ends with it. */
export async function partFrom(id: string): Promise<void> {
  await api.DELETE('/api/v1/supporters/{supporter_id}/', at(id));
}

/** Who asks; whoever has the link may know. */
export const seeSupport = (token: string): Promise<SeenSupport> =>
  got(api.POST('/api/v1/supporters/look/', { body: { token } }));

export async function acceptSupport(token: string): Promise<void> {
  await api.POST('/api/v1/supporters/accept/', { body: { token } });
}

/** The people I stand by. No look at what they share. */
export const allSupported = async (): Promise<Supported[]> =>
  (await got(api.GET('/api/v1/supporting/'))).supporting;

/** What the list says of them, so that a change shows; null: nothing is shared. */
export async function standingOf(person: string): Promise<string | null> {
  const found = (await allSupported()).filter((one) => one.person === person);
  return found.some(({ grants }) => grants.length > 0) ? JSON.stringify(found) : null;
}

/** The person sees each of these. */
export const lookAt = async (person: string): Promise<ReviewPage> =>
  (await got(
    api.GET('/api/v1/supporting/{person_id}/', { params: { path: { person_id: person } } })
  )) as ReviewPage;

export async function stopSupporting(id: string): Promise<void> {
  await api.POST('/api/v1/supporting/{supporter_id}/stop/', at(id));
}

const at = (id: string) => ({ params: { path: { supporter_id: id } } });

/** Asked, and what became of it. */
export function standOf(
  { accepted_at, expires_at, mail_trouble }: Supporter,
  now: Date
): 'accepted' | 'trouble' | 'over' | 'waiting' {
  if (accepted_at) return 'accepted';
  if (mail_trouble) return 'trouble';
  return Date.parse(expires_at) <= now.getTime() ? 'over' : 'waiting';
}
