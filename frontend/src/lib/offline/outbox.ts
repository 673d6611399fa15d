import { newId } from '#lib/api/ids.ts';
import { likeness } from './canonical.ts';
import { idsIn, nounAt, type Method, type Noun } from './nouns.ts';
import { sealed, unsealed } from './seal.ts';
import { ofOwner, store, type OutboxRow } from './store.ts';

/** One thing a person did. */
export interface Deed {
  owner: string;
  address: string;
  method: Method;
  body: Body | null;
}
export type Body = Record<string, unknown> & { version?: number };

/** What a row holds sealed. */
export interface Inside {
  body: Body | null;
  /** What the person wrote here before it, of which the server may have some: no second device. */
  before: string[];
  /** What the server holds, where there are two texts. */
  current?: Body;
}

const MOST_BEFORE = 10;

/**
 * A version between two: "what I wrote here last, on top of version 3". Nobody but the phone sees it; the outbox
 * puts the true one in its place before it sends.
 */
export const onTopOf = (version: number): number => Math.floor(version) + 0.5;

/** Another screen of this phone wrote here meanwhile, and it is not sent yet: there are two texts. */
export class TwoTexts extends Error {
  constructor(readonly current: Body) {
    super('two texts');
  }
}

/**
 * Resolves when the row is on the disk. A row for the same thing that still waits is replaced, in its place of the
 * queue and with the version it began from.
 */
export async function post(deed: Deed): Promise<OutboxRow> {
  for (;;) {
    const old = await rowAt(deed.owner, deed.address);
    const inside = await joined(deed, old);
    const row = await replaced(old, { ...fresh(deed), sealed: await sealed(deed.owner, inside) });
    if (row) return row;
  }
}

async function joined({ owner, address, body }: Deed, old?: OutboxRow): Promise<Inside> {
  const last = old && (await insideOf(old));
  if (old?.state === 'waiting' && last?.body && isOther(last.body, body)) {
    throw new TwoTexts({ ...last.body, version: onTopOf(last.body.version ?? 0) });
  }
  const before = last ? [...last.before, likeness(last.body, last.body)].slice(-MOST_BEFORE) : [];
  if (body?.version === undefined) return { body, before };
  const isOwn = !Number.isInteger(body.version);
  const begun = isOwn ? (last?.body?.version ?? (await sentVersion(owner, address))) : undefined;
  return { body: { ...body, version: begun ?? Math.floor(body.version) }, before };
}

/** Begun neither from what waits nor with the same words. */
const isOther = (waiting: Body, body: Body | null): boolean =>
  Number.isInteger(body?.version) && likeness(waiting, body) !== likeness(body, body);

const fresh = ({ owner, address, method }: Deed): Omit<OutboxRow, 'sealed' | 'place'> => ({
  owner,
  address,
  method,
  stamp: newId(),
  state: 'waiting',
  code: null,
  written_at: new Date().toISOString()
});

/** Null when the row was changed by another tab meanwhile. */
async function replaced(
  old: OutboxRow | undefined,
  row: Omit<OutboxRow, 'place'>
): Promise<OutboxRow | null> {
  const work = (await store()).transaction(['outbox', 'remembered'], 'readwrite', STRICT);
  const [rows, names] = [work.objectStore('outbox'), work.objectStore('remembered')];
  const there = await rows.get([row.owner, row.address]);
  if (there?.stamp !== old?.stamp) return null;
  const last = (await names.get('place'))?.value as number | undefined;
  const placed = { ...row, place: there?.place ?? (last ?? 0) + 1 };
  await Promise.all([
    rows.put(placed),
    there ? undefined : names.put({ name: 'place', value: placed.place }),
    work.done
  ]);
  return placed;
}

const STRICT = { durability: 'strict' } as const;

export async function rowAt(owner: string, address: string): Promise<OutboxRow | undefined> {
  return (await store()).get('outbox', [owner, address]);
}

/** Everything of one person that the server has not confirmed, in the order it was written. */
export async function rowsOf(owner: string): Promise<OutboxRow[]> {
  const rows = await (await store()).getAll('outbox', ofOwner(owner));
  return rows.sort((a, b) => a.place - b.place);
}

export const insideOf = ({ owner, sealed }: OutboxRow): Promise<Inside> =>
  unsealed<Inside>(owner, sealed);

/** After the server's echo. What was written meanwhile stays, on top of the version now stored. */
export async function arrived(row: OutboxRow, version: number | undefined): Promise<void> {
  const { owner, address, stamp } = row;
  for (;;) {
    const there = await rowAt(owner, address);
    const rebased = there && there.stamp !== stamp ? await onto(there, version) : null;
    const work = (await store()).transaction(['outbox', 'sent'], 'readwrite', STRICT);
    const rows = work.objectStore('outbox');
    const now = await rows.get([owner, address]);
    if (now?.stamp !== there?.stamp) continue;
    if (rebased) await rows.put(rebased);
    else await rows.delete([owner, address]);
    if (version) await work.objectStore('sent').put({ owner, address, version });
    return work.done;
  }
}

async function onto(row: OutboxRow, version: number | undefined): Promise<OutboxRow> {
  const inside = await insideOf(row);
  if (version === undefined || inside.body?.version === undefined) return row;
  const body = { ...inside.body, version };
  return { ...row, sealed: await sealed(row.owner, { ...inside, body }) };
}

async function sentVersion(owner: string, address: string): Promise<number | undefined> {
  return (await (await store()).get('sent', [owner, address]))?.version;
}

/** The server said no, or holds another text: the row stays, and the queue goes on. */
export async function setAside(
  row: OutboxRow,
  state: 'refused' | 'conflict',
  code: string,
  current?: Body
): Promise<void> {
  const inside = await insideOf(row);
  await changed(row, {
    ...row,
    state,
    code,
    sealed: await sealed(row.owner, { ...inside, current })
  });
}

/** Sends it again, with another version where one is given. */
export async function again(row: OutboxRow, version?: number): Promise<void> {
  const inside = await insideOf(row);
  const body = inside.body && version !== undefined ? { ...inside.body, version } : inside.body;
  const open = { ...inside, body, current: undefined };
  await changed(row, {
    ...row,
    stamp: newId(),
    state: 'waiting',
    code: null,
    sealed: await sealed(row.owner, open)
  });
}

async function changed(row: OutboxRow, next: OutboxRow): Promise<void> {
  const work = (await store()).transaction('outbox', 'readwrite', STRICT);
  const there = await work.store.get([row.owner, row.address]);
  if (there?.stamp === row.stamp) await work.store.put(next);
  await work.done;
}

/** Only when the person says so, or when a draft on their screen holds the words. */
export async function drop({ owner, address, stamp }: OutboxRow): Promise<void> {
  const work = (await store()).transaction('outbox', 'readwrite', STRICT);
  const there = await work.store.get([owner, address]);
  if (there?.stamp === stamp) await work.store.delete([owner, address]);
  await work.done;
}

/** The screen that sent it still has the words, as a draft: then that is where they wait. */
export async function handedBack(row: OutboxRow): Promise<boolean> {
  const noun = nounAt(row.address);
  const { body } = await insideOf(row);
  const hasWords = noun?.words.some((name) => body?.[name]) ?? true;
  if (hasWords && row.code !== 'id_taken' && !(await isInDraft(row, noun))) return false;
  await drop(row);
  return true;
}

/** A box for the next one of several is one draft, whichever is being written: it says itself which. */
async function isInDraft({ owner, address }: OutboxRow, noun?: Noun): Promise<boolean> {
  const ids = idsIn(address);
  const [own, id] = [ids.at(-1), ids.at(noun?.boxOf ?? -1)];
  if (!noun || id === undefined) return false;
  const draft = await (await store()).get('drafts', [owner, noun.noun, id]);
  if (id === own || !draft?.sealed) return draft !== undefined;
  return (await unsealed<{ id?: string }>(owner, draft.sealed)).id === own;
}
