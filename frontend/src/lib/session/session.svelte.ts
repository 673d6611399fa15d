import { api, goBy, got } from '#lib/api/client.ts';
import { isNotSignedIn } from '#lib/api/errors.ts';
import type { Reach } from '#lib/api/reach.ts';
import type { Me } from '#lib/api/types.ts';
import { wear } from './look.ts';
import { phoneTimeZone } from './places.ts';
import { isSharedPhone } from '#lib/api/shared.ts';
import { homeOf, workOf } from './work.ts';

/**
 * asking: not known yet · in · out · unreachable: no answer, and this phone remembers nobody · locked: the phone
 * knows who it is, and shows nothing before the lock is opened
 */
export type Standing = 'asking' | 'in' | 'out' | 'unreachable' | 'locked';

interface State {
  standing: Standing;
  me: Me | null;
  /** Whose lock it is. */
  owner: string | null;
}
const state = $state<State>({ standing: 'asking', me: null, owner: null });

/** The phone's own store comes after the first screen stands. */
const phone = () => import('#lib/offline/person.ts');

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
  /** Whose phone it is, also while it is locked. */
  get owner(): string | null {
    return state.me?.id ?? state.owner;
  },
  /** Where this person begins; the start page for a stranger. */
  get home(): string {
    return state.me ? homeOf(state.me.role) : '/';
  }
};

let asked: Promise<void> | undefined;

/** Asks once; the person the phone remembers is shown at once and put right when the answer comes. */
export function begin(): Promise<void> {
  asked ??= ask().finally(() => (asked = undefined));
  return asked;
}

/** Right after signing in: only the server says who this is, never what the phone remembers. */
export async function arrive(): Promise<void> {
  leave('asking');
  await settle(await got(api.GET('/api/v1/me/')));
}

/** Asked and remembered at once: whichever is there first is shown. A lock hides both. */
async function ask(): Promise<void> {
  const asked = whoIsIt();
  void asked.catch(() => undefined);
  if (!state.me) await recall();
  try {
    const me = await asked;
    if (me) await settle(me);
    else leave('out');
  } catch (error) {
    if (isNotSignedIn(error)) leave('out');
    else if (!state.me && state.standing !== 'locked') leave('unreachable');
  }
}

/** Null: nobody. To a stranger on their first visit that is no error, and none in the browser's own list. */
async function whoIsIt(): Promise<Me | null> {
  const { data, response } = await api.GET('/api/v1/me/', { headers: { 'Nobody-Is-Fine': '1' } });
  return response.status === 204 ? null : (data ?? null);
}

async function recall(): Promise<void> {
  const known = await (await phone()).recall<Me>().catch(() => null);
  if (!known || state.me) return;
  state.owner = known.owner;
  if (known.isLocked) state.standing = 'locked';
  else if (known.me) enter(known.me);
}

/** The lock was opened: everything begins as if the app had just been started. */
export const unlocked = (): Promise<void> => begin();

/** Nothing of the person stays in memory. */
export async function lock(): Promise<void> {
  (await phone()).letGo();
  location.reload();
}

/** The same person again is put right field by field: a page being written on must not begin anew. */
function enter(me: Me | null): void {
  if (!me) return;
  if (state.me?.id === me.id) Object.assign(state.me, me);
  else state.me = me;
  state.standing = 'in';
  goBy(keepsHere(me) ? byPhone(me.id) : undefined);
  void wear(me);
}

/** Refused: it may be that somebody else has signed in meanwhile. */
const byPhone =
  (owner: string): Reach =>
  async (request) => {
    const answer = await (await import('#lib/offline/way.ts')).byPhone(owner)(request);
    if (answer.status === 403) void begin();
    return answer;
  };

/** What is somebody's own; of other people's nothing is kept, nor on a phone that many use. */
const keepsHere = (me: Me) => workOf(me.role) === 'own' && !isSharedPhone();

/** As the server says; the phone remembers it for when there is no signal. */
async function settle(me: Me): Promise<void> {
  if (state.me && state.me.id !== me.id) return takeOver(state.me.id, me);
  if (isSharedPhone()) return enter(me);
  const shelf = await phone();
  if (await shelf.isLocked(me.id).catch(() => false)) {
    state.owner = me.id;
    state.standing = 'locked';
    return;
  }
  enter(me);
  await shelf.rememberPerson(me);
  if (keepsHere(me)) shelf.bringAheadSoon(me.id);
}

/**
 * The phone knew somebody else, whose words may be on the screen: they go at once, and the app begins anew. Where
 * the phone cannot write, it would know them again after that, and so goes on as it is.
 */
async function takeOver(other: string, me: Me): Promise<void> {
  leave('asking');
  const shelf = await phone();
  await shelf.forgetPerson(other).catch(() => undefined);
  if (!isSharedPhone()) await shelf.rememberPerson(me);
  const known = await shelf.recall<Me>().catch(() => null);
  if (known?.owner === other) enter(me);
  else location.reload();
}

function leave(standing: Exclude<Standing, 'in' | 'locked'>): void {
  state.me = null;
  state.standing = standing;
  goBy();
}

/** Changes to the person's own settings: in force at once, taken back if the server refuses. */
export async function change(changes: Partial<Me>): Promise<void> {
  const before = { ...session.person };
  enter({ ...before, ...changes });
  try {
    await settle(await got(api.PATCH('/api/v1/me/', { body: changes })));
  } catch (error) {
    enter(before);
    throw error;
  }
}

/** After an explicit sign-out: this phone remembers nobody. Drafts stay, each with its owner's name on it. */
export async function forgetPerson(): Promise<void> {
  const owner = session.owner;
  leave('out');
  state.owner = null;
  await (await phone()).forgetPerson(owner);
}

/** The first visit's answers; the zone is the phone's and can be changed later. */
export async function finishFirstRun(answers: Pick<Me, 'called' | 'language'>): Promise<void> {
  await change({ ...answers, time_zone: phoneTimeZone() });
  await settle(await got(api.POST('/api/v1/me/welcomed/')));
}

/** Takes the place that is held for this address, and with it its role. */
export async function acceptInvitation(token: string): Promise<void> {
  await settle(await got(api.POST('/api/v1/invitations/accept/', { body: { token } })));
}
