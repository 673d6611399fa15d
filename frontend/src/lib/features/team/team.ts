import { api, got } from '#lib/api/client.ts';
import type { Invitation, Member, SeenInvitation, TeamPage } from '#lib/api/types.ts';

export type NewInvitation = {
  email: string;
  role: Role;
  team: string | null;
  job_title: string;
};

export const ROLES = ['peer_worker', 'clinician', 'service_manager', 'service_user'] as const;
export type Role = (typeof ROLES)[number];

export const getTeam = (): Promise<TeamPage> => got(api.GET('/api/v1/team/'));

export const putTeam = (id: string, name: string): Promise<TeamPage['teams'][number]> =>
  got(
    api.PUT('/api/v1/team/teams/{team_id}/', { params: { path: { team_id: id } }, body: { name } })
  );

const ofMember = (id: string) => ({ params: { path: { membership_id: id } } });
const ofInvitation = (id: string) => ({ params: { path: { invitation_id: id } } });

export const confirmMember = (id: string): Promise<Member> =>
  got(api.POST('/api/v1/team/members/{membership_id}/verify/', ofMember(id)));

/** Who answers their team's questions without names, and sees how much work there is. */
export const markLead = (id: string, is_lead: boolean): Promise<Member> =>
  got(
    api.POST('/api/v1/team/members/{membership_id}/lead/', { ...ofMember(id), body: { is_lead } })
  );

export const endMember = (id: string): Promise<Member> =>
  got(api.POST('/api/v1/team/members/{membership_id}/end/', ofMember(id)));

export const invite = (body: NewInvitation): Promise<Invitation> =>
  got(api.POST('/api/v1/team/invitations/', { body }));

export const resend = (id: string): Promise<Invitation> =>
  got(api.POST('/api/v1/team/invitations/{invitation_id}/resend/', ofInvitation(id)));

export async function takeBack(id: string): Promise<void> {
  await api.DELETE('/api/v1/team/invitations/{invitation_id}/', ofInvitation(id));
}

/** Whoever holds the token may read this. Changes nothing. */
export const seeInvitation = (token: string): Promise<SeenInvitation> =>
  got(api.POST('/api/v1/invitations/look/', { body: { token } }));
