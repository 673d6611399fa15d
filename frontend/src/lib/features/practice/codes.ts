import { api, got } from '#lib/api/client.ts';
import type { MyTeam, ShownCode } from '#lib/api/types.ts';
import { known } from '#lib/i18n/t.svelte.ts';

export type Place = MyTeam['memberships'][number];

export const allPlaces = async (): Promise<Place[]> =>
  (await got(api.GET('/api/v1/my-team/'))).memberships;

export const makeCode = (membership: string): Promise<ShownCode> =>
  got(api.POST('/api/v1/connection-codes/', { body: { membership } }));

export const isConfirmed = ({ verified_at }: Place) => verified_at !== null;

export const roleText = (role: string) => known(`practice.role.${role}`) ?? role;

/** Whole minutes left, 0 in the last one; null when it is over. */
export function minutesLeft(expiresAt: string, now: number): number | null {
  const left = Date.parse(expiresAt) - now;
  return left > 0 ? Math.floor(left / 60_000) : null;
}
