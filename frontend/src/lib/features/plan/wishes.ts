import { api, got } from '#lib/api/client.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { SharingWish } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';

/** Whom a wish is for: somebody at work (the id of their membership) or a supporter. */
export type ForWhom = { membership: string } | { supporter: string };

export const allWishes = async (): Promise<SharingWish[]> =>
  (await got(api.GET('/api/v1/plan/sharing-wishes/'))).results;

/** `version` is the one last seen where it was for somebody else before. */
export const putWish = (id: string, forWhom: ForWhom, version = 0): Promise<SharingWish> =>
  got(
    api.PUT('/api/v1/plan/sharing-wishes/{id}/', {
      params: { path: { id } },
      body: { version, recorded_at: recordedNow(), ...forWhom }
    })
  );

export async function deleteWish(id: string): Promise<void> {
  await api.DELETE('/api/v1/plan/sharing-wishes/{id}/', { params: { path: { id } } });
}

/** The same `grant` again is as good: an answer that was lost opens nothing twice. */
export const pressWish = (id: string, grant: string): Promise<SharingWish> =>
  got(
    api.POST('/api/v1/plan/sharing-wishes/{id}/press/', {
      params: { path: { id } },
      body: { grant }
    })
  );

/** An ordinary grant is taken back as any other. */
export async function takeBack({ grant }: Pick<SharingWish, 'grant'>): Promise<void> {
  if (!grant) return;
  await api.POST('/api/v1/sharing/grants/{id}/revoke/', { params: { path: { id: grant } } });
}

export const whoIsIt = ({ practitioner, shared_supporter }: SharingWish): string =>
  shared_supporter?.name || practitioner?.called || t('plan.wish.unnamed');

export const isOpen = ({ open_until }: Pick<SharingWish, 'open_until'>, now: Date): boolean =>
  open_until !== null && Date.parse(open_until) > now.getTime();
