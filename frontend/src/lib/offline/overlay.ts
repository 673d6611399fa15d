import { onTopOf, type Body } from './outbox.ts';
import { inMessages } from './messages.ts';
import { idsIn, nounAt, type Method } from './nouns.ts';
import { inToday } from './today.ts';

/** What a person did that an answer of the server does not show yet. */
export interface Change {
  address: string;
  method: Method;
  body: Body | null;
  /** When it was written, and how it stands, as long as it has not arrived. */
  at?: string;
  state?: 'waiting' | 'refused';
}
type Row = Record<string, unknown>;

/** Gone: a row that was taken away here. */
export const GONE = Symbol('gone');

/** What the server will answer, as far as the phone can know: what it knew, with what was written on top. */
export function shownAs({ address, body }: Change, known: Row | null): Row {
  const [id] = idsIn(address).slice(-1);
  const version = body?.version === undefined ? {} : { version: onTopOf(body.version) };
  return {
    ...nounAt(address)?.fresh,
    ...known,
    ...body,
    ...(hasId(address) && { id }),
    ...version
  };
}

/** An answer to a suggestion has no id of its own, nor has what there is one of. */
const hasId = (address: string) =>
  /[0-9a-f-]{36}\/$/.test(address) && !/\/suggestions\//.test(address);

/** An answer of the server with everything on top of it that still waits. */
export function overlaid(asked: string, answer: unknown, changes: readonly Change[]): unknown {
  return changes.reduce<unknown>((shown, change) => withOne(asked, shown, change), answer);
}

function withOne(asked: string, shown: unknown, change: Change): unknown {
  if (shown === GONE) {
    return change.method === 'PUT' && asked === change.address ? shownAs(change, null) : GONE;
  }
  const [path = '', query = ''] = asked.split('?');
  if (path === change.address) return ofItem(shown as Row, change);
  const fits = fitting(path, query);
  const within = WITHIN.find(({ at, of }) => at.test(path) && of.test(change.address));
  if (within) return within.put(shown as Row, change, fits);
  if (isListed(path, change.address)) return inList(shown as Row, change, fits);
  return shown;
}

const ofItem = (known: Row, change: Change): unknown =>
  change.method === 'DELETE' ? GONE : shownAs(change, known);

const isListed = (path: string, address: string) =>
  address.startsWith(path) && /^[0-9a-f-]{36}\/$/.test(address.slice(path.length));

type Fits = (row: Row) => boolean;

/** Replaces it where it stands; a new one comes in by its time, the newest first. */
function inList(list: Row, change: Change, fits: Fits): Row {
  const results = list.results as Row[] | undefined;
  if (!results) return list;
  const [id] = idsIn(change.address).slice(-1);
  const known = results.find((row) => row.id === id) ?? null;
  const others = results.filter((row) => row !== known);
  const row = shownAs(change, known);
  if (change.method === 'DELETE' || !fits(row)) return { ...list, results: others };
  if (known) return { ...list, results: results.map((old) => (old === known ? row : old)) };
  return { ...list, results: isOnAnotherPage(list, row) ? others : byTime(others, row) };
}

/** A list goes on after its page, and before it: a new row is shown once. */
function isOnAnotherPage(list: Row, { recorded_at }: Row): boolean {
  const rows = list.results as Row[];
  const isLater = Boolean(list.next) && before(recorded_at, rows.at(-1)?.recorded_at);
  return isLater || (Boolean(list.previous) && before(rows[0]?.recorded_at, recorded_at));
}

function byTime(others: Row[], row: Row): Row[] {
  const at = others.findIndex(({ recorded_at }) => before(recorded_at, row.recorded_at));
  return at < 0 ? [...others, row] : [...others.slice(0, at), row, ...others.slice(at)];
}

const before = (a: unknown, b: unknown) => Date.parse(String(a)) < Date.parse(String(b));

/** Which rows a list was asked for; what cannot be told from the row alone fits. */
export function fitting(path: string, query: string): Fits {
  const asked = new URLSearchParams(query);
  const [status, goal, since] = ['status', 'goal', 'since'].map((name) => asked.get(name));
  return (row) =>
    (!status || row.status === status) &&
    (!goal || row.goal === goal || path.endsWith('/goals/')) &&
    (!since || String(row.recorded_at).slice(0, 10) >= since);
}

interface Within {
  at: RegExp;
  of: RegExp;
  put: (shown: Row, change: Change, fits: Fits) => Row;
}

/** What shows inside something else. */
const WITHIN: Within[] = [
  { at: /\/today\/$/, of: /./, put: inToday },
  { at: /\/check-in-items\/$/, of: /\/check-in-items\//, put: inItems },
  {
    at: /^\/api\/v1\/goals\/[^/]*\/?$/,
    of: /\/goals\/[^/]+\/(steps|ratings|status)\//,
    put: inGoals
  },
  { at: /\/timeline\/$/, of: /\/(check-ins|milestones)\//, put: inTimeline },
  { at: /\/suggestions\/$/, of: /\/suggestions\//, put: inSuggestions },
  { at: /\/suggestions\/$/, of: /\/own-ideas\//, put: inOwnIdeas },
  { at: /\/saved-resources\/$/, of: /\/suggestions\//, put: inSaved },
  { at: /\/notices\/$/, of: /\/notices\//, put: inNotices },
  { at: /\/messages\/$/, of: /\/messages\//, put: inMessages }
];

/** A question put away is asked no more, and its answers stay. */
function inItems(shown: Row, change: Change): Row {
  if (change.address.endsWith('/chosen/')) return { ...shown, ...change.body };
  const [id] = idsIn(change.address);
  const own = shown.own as Row[];
  if (change.method === 'DELETE') {
    return {
      ...shown,
      own: own.map((one) => (one.id === id ? { ...one, is_archived: true } : one))
    };
  }
  const item = { ...change.body, id, is_archived: false };
  const put = (one: Row) => (one.id === id ? item : one);
  return { ...shown, own: own.some((one) => one.id === id) ? own.map(put) : [...own, item] };
}

function inNotices(shown: Row, { address }: Change): Row {
  const [id] = idsIn(address);
  const put = (row: Row) => (row.id === id ? { ...row, read_at: new Date().toISOString() } : row);
  return { ...shown, results: (shown.results as Row[]).map(put) };
}

function inGoals(shown: Row, change: Change, fits: Fits): Row {
  const [goal] = idsIn(change.address);
  const put = (row: Row) => (row.id === goal ? inGoal(row, change) : row);
  const rows = shown.results as Row[] | undefined;
  return rows ? { ...shown, results: rows.map(put).filter(fits) } : put(shown);
}

function inGoal(goal: Row, change: Change): Row {
  if (change.address.endsWith('/status/')) return { ...goal, status: change.body?.status };
  if (change.address.includes('/ratings/')) return rated(goal, change);
  const list = inList({ results: goal.steps }, change, () => true);
  return { ...goal, steps: list.results };
}

function rated(goal: Row, { body }: Change): Row {
  const last = goal.latest_rating as Row | null;
  if (!body || (last && before(body.recorded_at, last.recorded_at))) return goal;
  return { ...goal, latest_rating: { value: body.value, recorded_at: body.recorded_at } };
}

function inTimeline(shown: Row, change: Change): Row {
  const kind = change.address.includes('/check-ins/') ? 'check_in' : 'milestone';
  const rows = shown.results as Row[];
  const [id] = idsIn(change.address);
  const isIt = (row: Row) => (row[kind] as Row | null)?.id === id;
  const others = rows.filter((row) => !isIt(row));
  if (change.method === 'DELETE') return { ...shown, results: others };
  const row = shownAs(change, (rows.find(isIt)?.[kind] as Row | undefined) ?? null);
  const other = kind === 'check_in' ? 'milestone' : 'check_in';
  const line = { kind, recorded_at: row.recorded_at, [kind]: row, [other]: null };
  const isElsewhere = others.length === rows.length && isOnAnotherPage(shown, line);
  return { ...shown, results: isElsewhere ? others : byTime(others, line) };
}

const idOf = (row: Row) => (row.resource as Row).id;

function inSuggestions(shown: Row, { address, body }: Change): Row {
  const [goal, resource] = idsIn(address);
  const state = body?.state === 'none' ? null : body?.state;
  const put = (row: Row) => (row.goal === goal && idOf(row) === resource ? { ...row, state } : row);
  return { ...shown, suggestions: (shown.suggestions as Row[]).map(put) };
}

function inOwnIdeas(shown: Row, change: Change): Row {
  const fits = (row: Row) => !shown.goal || row.goal === shown.goal;
  return { ...shown, own_ideas: inList({ results: shown.own_ideas }, change, fits).results };
}

function inSaved(shown: Row, { address, body }: Change): Row {
  const [goal, resource] = idsIn(address);
  const rows = shown.results as Row[];
  const isIt = (row: Row) => row.goal === goal && idOf(row) === resource;
  const stays = rows.filter((row) => !isIt(row) || row.state === body?.state);
  return { ...shown, results: stays.map((row) => (isIt(row) ? { ...row, ...body } : row)) };
}
