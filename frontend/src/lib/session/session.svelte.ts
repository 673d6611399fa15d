import { api, got } from '#lib/api/client.ts';
import { isNotSignedIn } from '#lib/api/errors.ts';
import type { Me } from '#lib/api/types.ts';
import { remember, remembered } from '#lib/offline/remembered.ts';
import { wear } from './look.ts';
import { phoneTimeZone } from './places.ts';
import { homeOf } from './work.ts';

/**
 * asking: not known yet · in · out · unreachable: no answer, and this phone remembers nobody
 */
export type Standing = 'asking' | 'in' | 'out' | 'unreachable';

const state = $state<{ standing: Standing; me: Me | null }>({ standing: 'asking', me: null });

/** Who is signed in. Screens behind the sign-in may rely on `session.person`. */
export const session = {
  get standing() {
    return state.standing;
  },
  get me() {
    return state.me;
  },
  /** The person, where there must be one: any screen behind the sign-in. */
  get person(): Me {
    if (!state.me) throw new Error('nobody is signed in');
    return state.me;
  },
  /** Where this person begins; the start page for a stranger. */
  get home(): string {
    return state.me ? homeOf(state.me.role) : '/';
  }
};

/** What the phone remembers of a person, beside drafts. */
const OF_THE_PERSON = ['me', 'ideas', 'plan'];

let asked: Promise<void> | undefined;

/** Asks once; the person the phone remembers is shown at once and put right when the answer comes. */
export function begin(): Promise<void> {
  asked ??= ask().finally(() => (asked = undefined));
  return asked;
}

/** Right after signing in: only the server says who this is, never what the phone remembers. */
export async function arrive(): Promise<void> {
  leave('asking');
  settle(await got(api.GET('/api/v1/me/')));
}

async function ask(): Promise<void> {
  if (!state.me) enter(await remembered<Me>('me'));
  try {
    settle(await got(api.GET('/api/v1/me/')));
  } catch (error) {
    if (isNotSignedIn(error)) leave('out');
    else if (!state.me) leave('unreachable');
  }
}

/** The same person again is put right field by field: a page being written on must not begin anew. */
function enter(me: Me | null): void {
  if (!me) return;
  if (state.me?.id === me.id) Object.assign(state.me, me);
  else state.me = me;
  state.standing = 'in';
  void wear(me);
}

/** As the server says; the phone remembers it for when there is no signal. */
function settle(me: Me): void {
  enter(me);
  void remember('me', me);
}

function leave(standing: Exclude<Standing, 'in'>): void {
  state.me = null;
  state.standing = standing;
}

/** Changes to the person's own settings: in force at once, taken back if the server refuses. */
export async function change(changes: Partial<Me>): Promise<void> {
  const before = { ...session.person };
  enter({ ...before, ...changes });
  try {
    settle(await got(api.PATCH('/api/v1/me/', { body: changes })));
  } catch (error) {
    enter(before);
    throw error;
  }
}

/** After an explicit sign-out: this phone remembers nobody. Drafts stay, each with its owner's name on it. */
export async function forgetPerson(): Promise<void> {
  leave('out');
  await Promise.all(OF_THE_PERSON.map((name) => remember(name, null)));
}

/** The first visit's answers; the zone is the phone's and can be changed later. */
export async function finishFirstRun(answers: Pick<Me, 'called' | 'language'>): Promise<void> {
  await change({ ...answers, time_zone: phoneTimeZone() });
  settle(await got(api.POST('/api/v1/me/welcomed/')));
}

/** Takes the place that is held for this address, and with it its role. */
export async function acceptInvitation(token: string): Promise<void> {
  settle(await got(api.POST('/api/v1/invitations/accept/', { body: { token } })));
}
