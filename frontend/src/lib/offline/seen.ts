import { insideOf, rowsOf } from './outbox.ts';
import { fitting, GONE, overlaid, type Change } from './overlay.ts';
import { sealed, unsealed } from './seal.ts';
import { ofOwner, store, type SeenRow } from './store.ts';

/** Months of lists and single pages; the oldest go first. */
const MOST_KEPT = 400;

/** The newest answer of the server, for when there is none. A full phone keeps nothing of this, and says nothing. */
export async function keepSeen(owner: string, address: string, answer: unknown): Promise<void> {
  const row = { owner, address, at: new Date().toISOString(), sealed: await sealed(owner, answer) };
  const shelf = await store();
  await shelf.put('seen', row);
  const rows = await shelf.count('seen', ofOwner(owner));
  if (rows > MOST_KEPT) await dropOldest(owner);
}

async function dropOldest(owner: string): Promise<void> {
  const shelf = await store();
  const rows = await shelf.getAll('seen', ofOwner(owner));
  const old = rows
    .filter(isAnswer)
    .sort((a, b) => a.at.localeCompare(b.at))
    .slice(0, MOST_KEPT / 4);
  await Promise.all(old.map(({ address }) => shelf.delete('seen', [owner, address])));
}

/** What was kept under a name of its own is no answer of the server, and not had again for the asking. */
const isAnswer = ({ address }: SeenRow) => address.startsWith('/');

export async function lastSeen<T>(owner: string, address: string): Promise<T | null> {
  const row = await (await store()).get('seen', [owner, address]);
  return row ? unsealed<T>(owner, row.sealed) : null;
}

/** The server said that there is nothing here, which a screen may want to know without a signal, too. */
export const keepGone = (owner: string, address: string) => keepSeen(owner, address, NOTHING);

const NOTHING = { is_gone: true };

const answerIn = async ({ owner, sealed }: SeenRow): Promise<unknown> => {
  const answer = await unsealed<Partial<typeof NOTHING>>(owner, sealed);
  return answer.is_gone ? GONE : answer;
};

async function answerAt(owner: string, address: string): Promise<unknown> {
  const row = await (await store()).get('seen', [owner, address]);
  return row ? answerIn(row) : null;
}

/** What still waits, as it changes what is shown. */
export async function changesOf(owner: string): Promise<Change[]> {
  const rows = (await rowsOf(owner)).filter(({ state }) => state !== 'conflict');
  return Promise.all(
    rows.map(async (row) => ({
      address: row.address,
      method: row.method,
      body: (await insideOf(row)).body,
      at: row.written_at,
      state: row.state === 'refused' ? row.state : 'waiting'
    }))
  );
}

/** With everything on top that waits; null when the phone has never seen it, `GONE` when it was taken away here. */
export async function shownOffline(owner: string, address: string): Promise<unknown> {
  const changes = await changesOf(owner);
  const found = (await answerAt(owner, address)) ?? (await pieced(owner, address, changes));
  return found === null ? null : overlaid(address, found, changes);
}

/** What stands in no answer as such, from the answers there are. */
async function pieced(owner: string, address: string, changes: Change[]): Promise<unknown> {
  const [path = '', query = ''] = address.split('?');
  if (isFurther(query) || isMore(path)) return null;
  const idea = await ideaAt(owner, path);
  if (idea) return idea;
  const rows = await rowsIn(owner, path);
  if (isOne(path)) return oneOf(rows, path, changes);
  if (rows.length === 0 && !changes.some((change) => change.address.startsWith(path))) return null;
  const fits = fitting(path, query);
  return { next: null, previous: null, results: rows.filter(fits) };
}

/** An idea of a set that was seen, on the page of its own. */
async function ideaAt(owner: string, path: string): Promise<Row | null> {
  const [, goal, id] =
    /^\/api\/v1\/(?:suggestions\/([^/]+)|resources)\/([^/]+)\/$/.exec(path) ?? [];
  if (!id) return null;
  const range = IDBKeyRange.bound([owner, SETS], [owner, `${SETS}?\uffff`]);
  for (const row of await (await store()).getAll('seen', range)) {
    const set = await unsealed<{ suggestions?: Idea[] }>(owner, row.sealed);
    const found = set.suggestions?.find(
      (one) => one.resource.id === id && (!goal || one.goal === goal)
    );
    if (found) return goal ? { ...found, answer: null } : found.resource;
  }
  return null;
}

const SETS = '/api/v1/suggestions/';
type Idea = Row & { goal: string; resource: Row };

/** Another page than the first of a list: only the server knows where it begins. */
const isFurther = (query: string) => new URLSearchParams(query).has('cursor');

/** As such they have more to them than in their list. */
const isMore = (path: string) => /\/(meetings|reminders|sheets|stories)\/[^/]+\/$/.test(path);

const isOne = (path: string) => /\/[0-9a-f-]{36}\/$/.test(path);

function oneOf(rows: Row[], path: string, changes: Change[]): Row | null {
  const id = path.split('/').at(-2);
  const isNew = changes.some(({ address, method }) => address === path && method === 'PUT');
  return rows.find((row) => row.id === id) ?? (isNew ? {} : null);
}

type Row = Record<string, unknown> & { id?: string };

/** Every row of a list that was seen on any of its pages, the newest first. */
export async function rowsIn(owner: string, path: string): Promise<Row[]> {
  const list = isOne(path) ? path.replace(/[0-9a-f-]{36}\/$/, '') : path;
  const range = IDBKeyRange.bound([owner, list], [owner, `${list}\uffff`]);
  const seen = await (await store()).getAll('seen', range);
  const found = new Map<string, Row>();
  for (const row of seen.sort((a, b) => a.at.localeCompare(b.at))) {
    for (const one of rowsOfAnswer(list, row.address, await unsealed<Row>(owner, row.sealed))) {
      if (one.id) found.set(one.id, one);
    }
  }
  return [...found.values()].sort((a, b) => time(b) - time(a));
}

const time = ({ recorded_at }: Row) => Date.parse(String(recorded_at)) || 0;

function rowsOfAnswer(list: string, address: string, answer: Row): Row[] {
  const rest = address.split('?')[0]?.slice(list.length) ?? '';
  if (rest === '') return (answer.results as Row[] | undefined) ?? [];
  return /^[0-9a-f-]{36}\/$/.test(rest) ? [answer] : [];
}

/** What has arrived is put into the answers kept here, so that it does not vanish when the signal does. */
export async function fold(owner: string, change: Change): Promise<void> {
  const shelf = await store();
  const rows = await shelf.getAll('seen', ofOwner(owner));
  for (const row of rows.filter(({ address }) => concerns(address, change.address))) {
    const before = await answerIn(row);
    await folded(row, before, overlaid(row.address, before, [change]));
  }
}

async function folded(row: SeenRow, before: unknown, after: unknown): Promise<void> {
  const { owner, address } = row;
  if (after === before) return;
  if (after === GONE) await (await store()).delete('seen', [owner, address]);
  else await (await store()).put('seen', { ...row, sealed: await sealed(owner, after) });
}

const GATHERED = /\/(today|timeline|suggestions|saved-resources)\/$/;

/** Roughly: what lies on one road, and the lists that gather several nouns. */
const concerns = (seen: string, changed: string): boolean => {
  const [path = ''] = seen.split('?');
  return changed.startsWith(path) || GATHERED.test(path);
};

export async function dropOneSeen(owner: string, address: string): Promise<void> {
  await (await store()).delete('seen', [owner, address]);
}

/** Everything that was seen, for somebody who leaves nothing on this phone. */
export async function dropSeen(owner: string): Promise<void> {
  const shelf = await store();
  await Promise.all([shelf.delete('seen', ofOwner(owner)), shelf.delete('sent', ofOwner(owner))]);
}
