import type { Me } from '#lib/api/types.ts';

/** What somebody is here for: their own days, supporting people, or running a service. */
export type Work = 'own' | 'practice' | 'manage';

const BY_ROLE: Partial<Record<string, Work>> = {
  peer_worker: 'practice',
  clinician: 'practice',
  service_manager: 'manage'
};

const HOMES: Record<Work, string> = { own: '/today', practice: '/people', manage: '/team' };

/** Places behind the sign-in that are not for everybody's own days. */
const PLACES: [Work, string[]][] = [
  ['practice', ['/people', '/code']],
  ['manage', ['/team', '/directory']]
];
/** For everybody whom the server lets in: to read stories and tell one's own, to ask and to answer at work. */
const STORIES = ['/stories', '/ideas/stories', '/supervision'];
const FOR_ALL = new Set(['/me', '/me/settings', '/me/security']);
const WELCOME = '/welcome';
const SECOND_STEP = '/second-step';
/** Whoever comes for somebody else is not asked about themselves first. */
const SUPPORTING = '/supporting';

export const workOf = (role: string): Work => BY_ROLE[role] ?? 'own';

export const homeOf = (role: string): string => HOMES[workOf(role)];

const isWithin = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

/** Whose place this address is; null when it is everybody's. */
export function placeOf(path: string): Work | null {
  if (FOR_ALL.has(path) || STORIES.some((place) => isWithin(path, place))) return null;
  const found = PLACES.find(([, places]) => places.some((place) => isWithin(path, place)));
  return found?.[0] ?? 'own';
}

/** Where somebody who came to this address has to go instead: to be welcomed first, or to what is theirs. */
export function elsewhere(
  me: Pick<Me, 'role' | 'is_first_run' | 'second_step'>,
  path: string
): string | null {
  if (me.second_step === 'enrol' || me.second_step === 'confirm') return SECOND_STEP;
  if (me.is_first_run) return path === WELCOME || isWithin(path, SUPPORTING) ? null : WELCOME;
  if (path === WELCOME) return homeOf(me.role);
  const place = placeOf(path);
  return place === null || place === workOf(me.role) ? null : homeOf(me.role);
}
