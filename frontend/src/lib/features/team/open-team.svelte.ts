import type { Invitation, Member, TeamPage } from '#lib/api/types.ts';
import { confirmMember, endMember, getTeam, markLead, putTeam, resend, takeBack } from './team.ts';

/** The organisation, its teams and who is in them, as they stand on the screen. */
export class OpenTeam {
  organisation: TeamPage['organisation'];
  teams = $state.raw<TeamPage['teams']>([]);
  members = $state.raw<Member[]>([]);
  invitations = $state.raw<Invitation[]>([]);

  constructor(page: TeamPage) {
    this.organisation = page.organisation;
    this.teams = page.teams;
    this.members = page.members;
    this.invitations = page.invitations;
  }

  static read = async () => new OpenTeam(await getTeam());

  async confirm({ id }: Member): Promise<void> {
    this.members = replaced(this.members, await confirmMember(id));
  }

  async lead({ id }: Member, isLead: boolean): Promise<void> {
    this.members = replaced(this.members, await markLead(id, isLead));
  }

  async end({ id }: Member): Promise<void> {
    this.members = replaced(this.members, await endMember(id));
  }

  async name(id: string, name: string): Promise<void> {
    const team = await putTeam(id, name);
    const others = this.teams.filter((one) => one.id !== id);
    this.teams = [...others, team].sort((one, other) => one.name.localeCompare(other.name));
    this.members = this.members.map((one) => (one.team.id === id ? { ...one, team } : one));
  }

  async resend({ id }: Invitation): Promise<Invitation> {
    const sent = await resend(id);
    this.invitations = replaced(this.invitations, sent);
    return sent;
  }

  async takeBack({ id }: Invitation): Promise<void> {
    await takeBack(id);
    this.invitations = this.invitations.filter((one) => one.id !== id);
  }
}

const replaced = <T extends { id: string }>(rows: T[], row: T): T[] =>
  rows.map((one) => (one.id === row.id ? row : one));

const isThere = ({ ended_at }: Member) => ended_at === null;

/** Those to be confirmed first. */
export const presentOf = (members: Member[]): Member[] =>
  members
    .filter(isThere)
    .sort((one, other) => Number(!!one.verified_at) - Number(!!other.verified_at));

export const leftOf = (members: Member[]): Member[] => members.filter((one) => !isThere(one));

export const isOver = ({ expires_at }: Invitation, now: Date): boolean =>
  Date.parse(expires_at) <= now.getTime();
