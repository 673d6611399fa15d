import { nudged, failed, rested, toWait, type Pace } from './pace.ts';
import { fold } from './seen.ts';
import { send, type Because, type Outcome } from './sending.ts';
import { insideOf, rowAt, rowsOf } from './outbox.ts';
import { remember, remembered } from './remembered.ts';

/** How it stands: told to whoever listens, after every change in this tab or another. */
export interface News {
  because: Because | null;
}
type Hearer = (news: News) => void;

const PACE = 'pace';
const hearers = new Set<Hearer>();
const answers = new Map<string, (outcome: Outcome) => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | undefined;
let isWanted = false;

/** Other tabs. */
const others = new BroadcastChannel('outbox');
others.addEventListener('message', ({ data }) => tell(data as News));

export function hear(hearer: Hearer): () => void {
  hearers.add(hearer);
  return () => hearers.delete(hearer);
}

const tell = (news: News) => hearers.forEach((hearer) => hearer(news));

export function spread(news: News): void {
  tell(news);
  others.postMessage(news);
}

/** What becomes of the row for this address, as soon as that is known. */
export const outcomeAt = (address: string): Promise<Outcome> =>
  new Promise((known) => answers.set(address, known));

function answer(address: string, outcome: Outcome): void {
  answers.get(address)?.(outcome);
  answers.delete(address);
}

/** Sends what waits, one after another, unless it is too early to try again. Called while it runs, it looks again. */
export function flush(owner: string): Promise<void> {
  isWanted = true;
  running ??= loop(owner).finally(() => (running = undefined));
  return running;
}

async function loop(owner: string): Promise<void> {
  while (isWanted) {
    isWanted = false;
    await alone(() => pass(owner));
  }
}

/** One tab at a time sends. Two that do would only ask twice for the same. */
const alone = (work: () => Promise<void>): Promise<void> =>
  navigator.locks ? navigator.locks.request('outbox', work) : work();

/** Speaks for trying at once: a signal, an answer of the server, the person's own wish. */
export async function nudge(owner: string): Promise<void> {
  await remember(PACE, nudged(await pace()));
  await flush(owner);
}

const pace = async (): Promise<Pace> => (await remembered<Pace>(PACE)) ?? rested;

/**
 * What hangs on something that was refused waits with it: the server would not know where it belongs. Of what the
 * server wants no more just now, the others of its kind wait too, and all else goes on.
 */
async function pass(owner: string): Promise<void> {
  clearTimeout(timer);
  const wait = toWait(await pace(), Date.now(), navigator.onLine);
  if (wait > 0) return later(owner, wait, null);
  const rows = await rowsOf(owner);
  const held = rows.filter(({ state }) => state === 'refused').map(({ address }) => address);
  let isTooMany = false;
  for (const { address } of rows) {
    if (held.some((above) => address.startsWith(above))) continue;
    const outcome = await sendOne(owner, address);
    if (outcome?.kind === 'refused') held.push(address);
    if (outcome?.kind !== 'waiting') continue;
    if (outcome.because !== 'too_many') return notNow(owner, outcome.because);
    isTooMany = true;
    held.push(kindOf(address));
  }
  if (isTooMany) return notNow(owner, 'too_many');
  await remember(PACE, null);
  spread({ because: null });
}

/** `/api/v1/goals/` of `/api/v1/goals/0190.../`. What there is one of is a kind of its own. */
const kindOf = (address: string) => address.replace(/[\da-f-]{36}\/$/, '');

/** As it is now: another tab may have sent it, and the person may have changed it. */
async function sendOne(owner: string, address: string): Promise<Outcome | null> {
  const row = await rowAt(owner, address);
  if (row?.state !== 'waiting') return null;
  const { body } = await insideOf(row);
  const outcome = await send(row);
  if (outcome.kind === 'again') return sendOne(owner, address);
  if (outcome.kind === 'sent') {
    await fold(owner, { address, method: row.method, body, at: row.written_at });
  }
  answer(address, outcome);
  return outcome;
}

async function notNow(owner: string, because: Because): Promise<void> {
  const next = failed(await pace(), Date.now(), Math.random(), navigator.onLine);
  await remember(PACE, next);
  later(owner, toWait(next, Date.now(), navigator.onLine), because);
}

function later(owner: string, wait: number, because: Because | null): void {
  for (const address of [...answers.keys()]) {
    answer(address, { kind: 'waiting', because: because ?? 'unreachable' });
  }
  timer = setTimeout(() => void flush(owner), wait);
  if (because) spread({ because });
}

/** Nothing of this person is tried any more. */
export const rest = () => clearTimeout(timer);
