import type { Invitation, Member } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';

export const nameOf = ({ called }: Pick<Member, 'called'>) => called || t('team.member.unnamed');

/** For a sentence or a button: the address, where there is no name yet. */
export const calledOf = ({ called, email }: Pick<Member, 'called' | 'email'>) => called || email;

export const roleText = (role: string) => known(`team.role.${role}`) ?? role;

export const troubleText = ({ mail_trouble }: Invitation) =>
  t(
    mail_trouble === 'refused' ? 'team.invitation.trouble.refused' : 'team.invitation.trouble.other'
  );
