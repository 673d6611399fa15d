import { api, got } from './client.ts';
import { ApiProblem, Unreachable } from './errors.ts';
import { csrfToken, isUntouched, refusal } from './reach.ts';

/** As the server counts: what a file comes to whose pieces were sent. */
export interface Whole {
  pieces: number;
  size: number;
}

export interface Sending {
  /** Whose file it is: under anybody else's sign-in in this browser nothing of it is taken. */
  owner: string;
  /** Bytes that the server takes of it. */
  most: number;
  /** How much of it has left, from 0 to 1. */
  onsent: (share: number) => void;
  /** Whether it does not get through just now, and waits. */
  onwaiting: (isWaiting: boolean) => void;
  /** Nobody wants it sent any more. */
  signal: AbortSignal;
}

/** What every request about it carries. */
export type Init = ReturnType<typeof initOf>;

export const MOST_PIECES = 128;
const LEAST_BYTES = 128 * 1024;
const TIMEOUT = 60_000;
/** The last pause is kept to, for about ten minutes. */
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const MOST_TRIES = 24;

type Trouble = 'file_empty' | 'file_too_large' | 'file_unreadable' | 'not_all_sent';

/** What the server was never asked about, or did not hear for minutes. What has arrived stays there for a day. */
export class FileTrouble extends Error {
  readonly code: Trouble;

  constructor(code: Trouble, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

class TooMany extends Error {
  readonly code = 'too_many_requests';
  readonly wait: number;

  constructor(seconds: string | null) {
    super('too many requests');
    this.wait = 1_000 * (Number(seconds) || 0);
  }
}

/**
 * Sends a file piece by piece under an id made here, and then, by `finish`, what they come to. Pieces that the server
 * has already are not sent again. What did not get through is tried again for some minutes; a refusal ends it.
 */
export async function sendInPieces<T>(
  id: string,
  file: File,
  finish: (whole: Whole, init: Init) => Promise<T>,
  sending: Sending
): Promise<T> {
  const slices = slicesOf(file, sending.most);
  const whole = { pieces: slices.length, size: file.size };
  const end = () => patiently(() => finish(whole, initOf(sending)), sending);
  await sendMissing(id, slices, await patiently(() => numbersHere(id, sending), sending), sending);
  try {
    return await end();
  } catch (error) {
    if (!(error instanceof ApiProblem && error.code === 'incomplete')) throw error;
    await sendMissing(id, slices, [], sending);
    return end();
  }
}

/** The rest of it is not going to come. Where nobody hears it, it goes by itself. */
export const dropFile = (id: string): Promise<unknown> =>
  api
    .DELETE('/api/v1/me/arriving/{file_id}/', { params: { path: { file_id: id } } })
    .catch(() => undefined);

/** As small as the server lets a file of this size be cut: the slower the line, the more of it stays sent. */
function slicesOf(file: File, most: number): Blob[] {
  if (file.size === 0) throw new FileTrouble('file_empty');
  if (file.size > most) throw new FileTrouble('file_too_large');
  const bytes = LEAST_BYTES * Math.ceil(file.size / (LEAST_BYTES * MOST_PIECES));
  const count = Math.ceil(file.size / bytes);
  return Array.from({ length: count }, (_, n) => file.slice(n * bytes, (n + 1) * bytes));
}

const initOf = ({ owner, signal }: Sending) => ({ headers: { 'X-Owner': owner }, signal });

const numbersHere = async (id: string, sending: Sending): Promise<number[]> => {
  const params = { path: { file_id: id } };
  return (await got(api.GET('/api/v1/me/arriving/{file_id}/', { params, ...initOf(sending) })))
    .numbers;
};

async function sendMissing(id: string, slices: Blob[], here: number[], sending: Sending) {
  const size = slices.reduce((sum, slice) => sum + slice.size, 0);
  let sent = 0;
  for (const [number, slice] of slices.entries()) {
    const tell = (loaded: number) => sending.onsent((sent + Math.min(loaded, slice.size)) / size);
    if (!here.includes(number)) {
      const bytes = await bytesOf(slice);
      await patiently(() => put(`${id}/${number}`, bytes, tell, sending), sending);
    }
    tell(slice.size);
    sent += slice.size;
  }
}

/** A file can be changed or taken away while it is sent. */
const bytesOf = (slice: Blob): Promise<ArrayBuffer> =>
  slice.arrayBuffer().catch((error: unknown) => {
    throw new FileTrouble('file_unreadable', error);
  });

/** By XMLHttpRequest: fetch does not say how much is gone. */
function put(
  place: string,
  bytes: ArrayBuffer,
  ontold: (loaded: number) => void,
  { owner, signal }: Sending
): Promise<void> {
  const request = new XMLHttpRequest();
  const stop = () => request.abort();
  return new Promise<void>((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', stop);
    request.upload.onprogress = ({ loaded }) => ontold(loaded);
    request.onabort = () => reject(signal.reason as Error);
    request.onerror = request.ontimeout = () => reject(new Unreachable('a piece did not arrive'));
    request.onload = () => (request.status === 204 ? resolve() : reject(saidBy(request)));
    request.open('PUT', `/api/v1/me/arriving/${place}/`);
    request.timeout = TIMEOUT;
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-CSRFToken', csrfToken() ?? '');
    request.setRequestHeader('X-Owner', owner);
    if (isUntouched()) request.setRequestHeader('Unseen', '1');
    request.send(bytes);
  }).finally(() => signal.removeEventListener('abort', stop));
}

/** What is no JSON is a stranger's, and says nothing about the piece. */
function saidBy(request: XMLHttpRequest): Error {
  if (request.status === 429) return new TooMany(request.getResponseHeader('Retry-After'));
  if (!request.response) return new Unreachable(request.status);
  return refusal(request.status, request.response);
}

async function patiently<T>(send: () => Promise<T>, sending: Sending): Promise<T> {
  for (let tries = 0; ;) {
    try {
      const answer = await send();
      sending.onwaiting(false);
      return answer;
    } catch (error) {
      sending.signal.throwIfAborted();
      const pause = pauseAfter(error, tries);
      if (pause === null) throw error;
      if (navigator.onLine) tries += 1;
      if (tries >= MOST_TRIES) throw new FileTrouble('not_all_sent', error);
      sending.onwaiting(true);
      await untilNextTry(pause, sending.signal);
    }
  }
}

/** In milliseconds; null where trying again would change nothing. Phones that lost one server do not all come back at once. */
function pauseAfter(error: unknown, tries: number): number | null {
  const pause = (PAUSES[tries] ?? PAUSES.at(-1) ?? 0) * (0.75 + Math.random() / 4);
  if (error instanceof TooMany) return Math.max(pause, error.wait);
  if (error instanceof Unreachable) return pause;
  return error instanceof ApiProblem && (error.status >= 500 || error.status === 429)
    ? pause
    : null;
}

/** A signal that comes back is as good as the end of the pause. */
function untilNextTry(pause: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, pause);
    over.signal.addEventListener('abort', () => clearTimeout(timer));
    addEventListener('online', () => resolve(), over);
    signal.addEventListener('abort', () => reject(signal.reason as Error), over);
  }).finally(() => over.abort());
}
