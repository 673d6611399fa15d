import { Unreachable } from '#lib/api/errors.ts';
import { changesOf, keepGone, keepSeen, rowsIn, shownOffline } from './seen.ts';
import { GONE, overlaid } from './overlay.ts';
import { nudge } from './queue.ts';
import { rowsOf } from './outbox.ts';
import { asJson, asProblem } from './writing-through.ts';

const gone = () => asProblem({ status: 404, code: 'not_found' });

/** What the server answered, kept for later, with what waits on top. */
export async function fromServer(
  owner: string,
  address: string,
  response: Response
): Promise<Response> {
  if (response.status === 404) return notThere(owner, address, response);
  if (response.status !== 200) return response;
  const answer: unknown = await response.clone().json();
  await keepSeen(owner, address, answer).catch(() => undefined);
  const waits = await rowsOf(owner).catch(() => []);
  if (waits.length === 0) return response;
  void nudge(owner).catch(() => undefined);
  return asAnswer(overlaid(address, answer, await changesOf(owner)));
}

/** What was begun here and has not arrived is there all the same. */
async function notThere(owner: string, address: string, response: Response): Promise<Response> {
  await keepGone(owner, address).catch(() => undefined);
  const changes = await changesOf(owner).catch(() => []);
  const shown = overlaid(address, GONE, changes);
  return shown === GONE ? response : asJson(200, shown);
}

const asAnswer = (shown: unknown) => (shown === GONE ? gone() : asJson(200, shown));

/** As it was seen last; null when this phone has never seen it. */
export async function fromPhone(owner: string, address: string): Promise<Response | null> {
  const shown = await shownOffline(owner, address).catch(() => null);
  return shown === null ? null : asAnswer(shown);
}

/** A search goes through every page of the journal this phone has seen or written. */
export async function searched(owner: string, address: string, asked: Asked): Promise<Response> {
  const list = address.replace(/search\/$/, '');
  const changes = await changesOf(owner);
  const rows = await rowsIn(owner, list);
  const all = overlaid(list, { results: rows }, changes) as { results: Entry[] };
  if (all.results.length === 0) throw new Unreachable('nothing seen yet');
  const results = all.results.filter(matching(asked));
  return asJson(200, { next: null, previous: null, results });
}

export interface Asked {
  text?: string;
  tag?: string;
  goal?: string;
}
interface Entry {
  words: string;
  tags: string[];
  goal: string | null;
}

/** As the server does: every word occurs, in any case and with or without accents. */
export function matching({ text = '', tag, goal }: Asked): (entry: Entry) => boolean {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return (entry) =>
    words.every((word) => plain(entry.words).includes(word)) &&
    (!tag || (entry.tags ?? []).some((one) => plain(one) === plain(tag))) &&
    (!goal || entry.goal === goal);
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
