import { api, got, gotNext } from '#lib/api/client.ts';
import type { Connection, Grant, GrantRequest, Paged, Sharing } from '#lib/api/types.ts';
import { confirmed } from '#lib/session/confirm.svelte.ts';

export const getSharing = (): Promise<Sharing> => got(api.GET('/api/v1/sharing/'));

export const getGrant = (id: string): Promise<Grant> =>
  got(api.GET('/api/v1/sharing/grants/{id}/', { params: { path: { id } } }));

/** With somebody new the person is asked to show that it is them, and then this goes on. */
export const putGrant = (id: string, body: GrantRequest): Promise<Grant> =>
  confirmed(() => got(api.PUT('/api/v1/sharing/grants/{id}/', { params: { path: { id } }, body })));

export const stopGrant = (id: string): Promise<Grant> =>
  got(api.POST('/api/v1/sharing/grants/{id}/revoke/', { params: { path: { id } } }));

/** Everything ever shared, newest first, what is open among it. */
export const firstGrants = (): Promise<Paged<Grant>> => got(api.GET('/api/v1/sharing/grants/'));

export const grantsAfter = ({ next }: Paged<Grant>): Promise<Paged<Grant> | null> =>
  gotNext<Paged<Grant>>(next);

/** Answers since when, or null. */
export const pauseEverything = async (is_paused: boolean): Promise<string | null> =>
  (await got(api.POST('/api/v1/sharing/pause/', { body: { is_paused } }))).everything_paused_at;

export const allConnections = async (): Promise<Connection[]> =>
  (await got(api.GET('/api/v1/connections/'))).connections;

/** Who shows this code. Changes nothing. */
export const lookAtCode = (code: string): Promise<Connection> =>
  got(api.POST('/api/v1/connections/look/', { body: { code } }));

export const connect = (code: string): Promise<Connection> =>
  got(api.POST('/api/v1/connections/', { body: { code } }));

export async function disconnect(membership: string): Promise<void> {
  await api.DELETE('/api/v1/connections/{membership_id}/', {
    params: { path: { membership_id: membership } }
  });
}

/** A grant that ends when that one would have ended, from now on. */
export const sameAgain = (grant: Grant): GrantRequest => ({
  membership: grant.membership,
  team: grant.team,
  supporter: grant.supporter,
  purpose: grant.purpose,
  scopes: grant.scopes,
  goal_ids: grant.goal_ids,
  data_from: grant.data_from,
  data_to: grant.data_to,
  starts_at: null,
  expires_at: grant.expires_at,
  reminds_before_end: grant.reminds_before_end
});

/** Stopped, or out of time. */
export const isOver = ({ revoked_at, expires_at }: Grant, now: Date): boolean =>
  revoked_at !== null || Date.parse(expires_at ?? '') <= now.getTime();

export const overAmong = (grants: Grant[], now = new Date()): Grant[] =>
  grants.filter((grant) => isOver(grant, now));
