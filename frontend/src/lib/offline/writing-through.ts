import type { Problem } from '#lib/api/errors.ts';
import { reach } from '#lib/api/reach.ts';
import type { Method } from './nouns.ts';
import { handedBack, post, rowAt, TwoTexts, type Body, type Deed } from './outbox.ts';
import { GONE, shownAs } from './overlay.ts';
import { flush, outcomeAt, spread } from './queue.ts';
import { shownOffline } from './seen.ts';
import type { Outcome } from './sending.ts';

/** So long a screen waits for the server; then it goes on with what the phone holds. */
export const PATIENCE = 1_200;

/**
 * A write of the person: on the phone first, then on its way. Answers as the server does if it does so soon, else
 * as it will. Where the phone holds nothing (full, or refused), it is sent as ever.
 */
export async function written(owner: string, request: Request): Promise<Response> {
  const deed = await deedIn(owner, request.clone());
  try {
    await post(deed);
  } catch (error) {
    return error instanceof TwoTexts ? twoTexts(error) : reach(request);
  }
  void navigator.storage?.persist?.().catch(() => undefined);
  spread({ because: null });
  const outcome = outcomeAt(deed.address);
  void flush(owner).catch(() => undefined);
  const known = await Promise.race([outcome, soon()]);
  return answered(deed, known);
}

async function deedIn(owner: string, request: Request): Promise<Deed> {
  const text = await request.text();
  const address = new URL(request.url).pathname;
  const body = text ? (JSON.parse(text) as Body) : null;
  return { owner, address, method: request.method as Method, body };
}

/** Where the browser can, it wakes the worker once there is a signal, also with the app closed. */
async function askForSync(): Promise<void> {
  const ready = (await navigator.serviceWorker?.getRegistration()) as Syncing | undefined;
  await ready?.sync?.register('outbox').catch(() => undefined);
}
/** Not in TypeScript's own types. */
interface Syncing {
  sync?: { register: (name: string) => Promise<void> };
}

const soon = () => new Promise<null>((done) => setTimeout(() => done(null), PATIENCE));

async function answered(deed: Deed, outcome: Outcome | null): Promise<Response> {
  if (outcome?.kind === 'sent') return asJson(outcome.status, outcome.answer);
  if (outcome?.kind === 'refused' || outcome?.kind === 'conflict') {
    const row = await rowAt(deed.owner, deed.address);
    if (row && row.state !== 'waiting') await handedBack(row);
    spread({ because: null });
    return asProblem(outcome.problem);
  }
  void askForSync();
  if (deed.method === 'DELETE') return new Response(null, { status: 204 });
  const known = await shownOffline(deed.owner, itemOf(deed.address)).catch(() => null);
  return asJson(202, shownAs(deed, known === GONE ? null : (known as Body | null)));
}

/** A status is answered with what it is the status of, and a choice with all there is to choose from. */
const itemOf = (address: string) => address.replace(/(status|chosen)\/$/, '');

const twoTexts = ({ current }: TwoTexts) =>
  asProblem({ status: 409, code: 'stale_version', current });

export const asJson = (status: number, answer: unknown): Response =>
  new Response(status === 204 ? null : JSON.stringify(answer), {
    status,
    headers: { 'Content-Type': 'application/json' }
  });

export const asProblem = (problem: Problem): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json' }
  });
