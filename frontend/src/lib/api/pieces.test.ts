import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from './errors.ts';
import { sendInPieces, type Sending, type Whole } from './pieces.ts';

const PIECE = 128 * 1024;
const MINUTES = 60_000;

interface Answer {
  status: number;
  code?: string;
  after?: string;
}
type Outcome = Answer | 'lost' | 'never';

/** What the server and the line do with each piece that is tried, in turn; nothing more said: it arrives. */
let outcomes: Outcome[] = [];
let tried: number[] = [];
let here = new Map<number, number>();
let headers: Record<string, string> = {};

/** As much of an XMLHttpRequest as is used. */
class Line {
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  ontimeout?: () => void;
  onabort?: () => void;
  timeout = 0;
  responseType = '';
  status = 0;
  response: unknown = null;
  #after: string | undefined;
  #number = 0;

  open(method: string, address: string) {
    expect([method, address]).toEqual([
      'PUT',
      expect.stringMatching(/^\/api\/v1\/me\/arriving\/f\/\d+\/$/)
    ]);
    this.#number = Number(address.split('/').at(-2));
  }

  setRequestHeader(name: string, value: string) {
    headers[name] = value;
  }

  getResponseHeader = (name: string) => (name === 'Retry-After' ? (this.#after ?? null) : null);

  send(bytes: ArrayBuffer) {
    tried.push(this.#number);
    const outcome = outcomes.shift() ?? { status: 204 };
    this.upload.onprogress?.({ loaded: bytes.byteLength / 2 });
    if (outcome === 'never') setTimeout(() => this.ontimeout?.(), this.timeout);
    else if (outcome === 'lost') this.onerror?.();
    else this.#said(outcome, bytes.byteLength);
  }

  #said({ status, code, after }: Answer, size: number) {
    if (status === 204) here.set(this.#number, size);
    [this.status, this.response, this.#after] = [status, code ? { code } : null, after];
    this.onload?.();
  }

  abort = () => this.onabort?.();
}

const leaving = () => new AbortController();
let told: number[] = [];
let waits: boolean[] = [];
const sending = (signal = leaving().signal): Sending => ({
  owner: 'alice',
  most: 64 * 1024 * 1024,
  onsent: (share) => told.push(share),
  onwaiting: (isWaiting) => waits.push(isWaiting),
  signal
});
const file = (size: number) => new File([new Uint8Array(size)], 'everything.zip');
const finish = vi.fn<(whole: Whole) => Promise<string>>();
const send = (size: number, signal?: AbortSignal) =>
  sendInPieces('f', file(size), finish, sending(signal));
const numbers = (...found: number[]) => {
  for (const number of found) here.set(number, PIECE);
};

beforeEach(() => {
  vi.useFakeTimers();
  [outcomes, tried, told, waits, here, headers] = [[], [], [], [], new Map(), {}];
  finish.mockReset().mockResolvedValue('arrived');
  vi.stubGlobal('XMLHttpRequest', Line);
  vi.stubGlobal('fetch', () =>
    Promise.resolve(Response.json({ numbers: [...here.keys()].sort((a, b) => a - b) }))
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a file in pieces', () => {
  it('is sent piece by piece, and then what they come to', async () => {
    document.cookie = 'csrftoken=token-1';
    expect(await send(2 * PIECE + 7)).toBe('arrived');
    expect(tried).toEqual([0, 1, 2]);
    expect([...here.values()]).toEqual([PIECE, PIECE, 7]);
    expect(finish.mock.calls[0]).toEqual([
      { pieces: 3, size: 2 * PIECE + 7 },
      { headers: { 'X-Owner': 'alice' }, signal: expect.any(AbortSignal) as AbortSignal }
    ]);
    expect(headers).toEqual({
      'Content-Type': 'application/octet-stream',
      'X-CSRFToken': 'token-1',
      'X-Owner': 'alice'
    });
  });

  it.each([
    [1, 1, 1],
    [PIECE, 1, PIECE],
    [128 * PIECE, 128, PIECE],
    [128 * PIECE + 1, 65, 2 * PIECE],
    [512 * PIECE, 128, 4 * PIECE]
  ])('of %i bytes is cut into %i, none of more than %i bytes', async (size, pieces, largest) => {
    await send(size);
    expect(finish.mock.calls[0]?.[0]).toEqual({ pieces, size });
    expect(here.size).toBe(pieces);
    expect(Math.max(...here.values())).toBe(largest);
    expect([...here.values()].reduce((sum, bytes) => sum + bytes)).toBe(size);
  });

  it('tells how far it is within a piece, too', async () => {
    await send(2 * PIECE);
    expect(told).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('goes on where it was: what has arrived is not sent again', async () => {
    numbers(0, 2);
    expect(await send(4 * PIECE)).toBe('arrived');
    expect(tried).toEqual([1, 3]);
    expect(told[0]).toBe(0.25);
  });

  it('with nothing in it, or too much, is not begun', async () => {
    await expect(send(0)).rejects.toMatchObject({ code: 'file_empty' });
    await expect(send(64 * 1024 * 1024 + 1)).rejects.toMatchObject({ code: 'file_too_large' });
    expect(tried).toEqual([]);
  });

  it('that was moved meanwhile says so', async () => {
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new Error('NotReadableError'));
    await expect(send(PIECE)).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it('is sent once more where the server no longer has all of it', async () => {
    numbers(0);
    finish.mockRejectedValueOnce(new ApiProblem({ status: 409, code: 'incomplete' }));
    expect(await send(2 * PIECE)).toBe('arrived');
    expect(tried).toEqual([1, 0, 1]);
  });
});

describe('a piece that did not arrive', () => {
  it.each<Outcome>([
    'lost',
    { status: 200 },
    { status: 500, code: 'server_error' },
    { status: 503 }
  ])('is sent again: %o', async (outcome) => {
    outcomes = [{ status: 204 }, outcome];
    const sent = send(3 * PIECE);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await sent).toBe('arrived');
    expect(tried).toEqual([0, 1, 1, 2]);
    expect(waits.filter(Boolean)).toHaveLength(1);
    expect(waits.at(-1)).toBe(false);
  });

  it('is given a minute', async () => {
    outcomes = ['never'];
    const sent = send(PIECE);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(waits).not.toContain(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await sent).toBe('arrived');
    expect(tried).toEqual([0, 0]);
  });

  it('is tried with growing pauses', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    outcomes = Array.from({ length: 4 }, () => 'lost' as const);
    const sent = send(PIECE);
    const triesBy: number[] = [];
    for (const seconds of [0.9, 0.2, 1.8, 0.2, 3.8, 0.2, 7.8, 0.2]) {
      await vi.advanceTimersByTimeAsync(seconds * 1_000);
      triesBy.push(tried.length);
    }
    expect(await sent).toBe('arrived');
    expect(triesBy).toEqual([1, 2, 2, 3, 3, 4, 4, 5]);
  });

  it('is tried at once when there is a signal again', async () => {
    outcomes = Array.from({ length: 6 }, () => 'lost' as const);
    const sent = send(PIECE);
    await vi.advanceTimersByTimeAsync(40_000);
    const before = tried.length;
    outcomes = [];
    dispatchEvent(new Event('online'));
    expect(await sent).toBe('arrived');
    expect(tried.length).toBe(before + 1);
  });

  it('waits as long as the server asks for', async () => {
    outcomes = [{ status: 429, code: 'too_many_requests', after: '50' }];
    const sent = send(PIECE);
    await vi.advanceTimersByTimeAsync(49_000);
    expect(tried).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await sent).toBe('arrived');
  });

  it('is given up after some minutes, and what arrived is still there', async () => {
    outcomes = [{ status: 204 }, ...Array.from({ length: 99 }, () => 'lost' as const)];
    const sent = send(2 * PIECE);
    const given = expect(sent).rejects.toMatchObject({ code: 'not_all_sent' });
    await vi.advanceTimersByTimeAsync(5 * MINUTES);
    expect(waits.at(-1)).toBe(true);
    await vi.advanceTimersByTimeAsync(7 * MINUTES);
    await given;
    expect([...here.keys()]).toEqual([0]);
  });

  it('is not given up while the phone itself knows of no signal', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    outcomes = Array.from({ length: 999 }, () => 'lost' as const);
    const sent = send(PIECE);
    await vi.advanceTimersByTimeAsync(60 * MINUTES);
    outcomes = [];
    dispatchEvent(new Event('online'));
    expect(await sent).toBe('arrived');
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'not_signed_in'],
    [403, 'written_by_another'],
    [413, 'no_room']
  ])('%i ends it at once', async (status, code) => {
    outcomes = [{ status: 204 }, { status, code }];
    await expect(send(3 * PIECE)).rejects.toMatchObject({ status, code });
    expect(tried).toEqual([0, 1]);
    expect(waits).not.toContain(true);
  });

  it('of the whole ends it, too', async () => {
    finish.mockRejectedValue(new ApiProblem({ status: 400, code: 'invalid' }));
    await expect(send(PIECE)).rejects.toMatchObject({ code: 'invalid' });
    expect(finish).toHaveBeenCalledTimes(1);
  });
});

describe('leaving the page', () => {
  it('ends what is just being sent', async () => {
    outcomes = ['never'];
    const left = leaving();
    const sent = expect(send(2 * PIECE, left.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(10);
    left.abort();
    await sent;
    expect(tried).toEqual([0]);
  });

  it('ends what waits', async () => {
    outcomes = ['lost'];
    const left = leaving();
    const sent = expect(send(2 * PIECE, left.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(10);
    expect(waits).toEqual([false, true]);
    left.abort();
    await sent;
    await vi.advanceTimersByTimeAsync(5 * MINUTES);
    expect(tried).toEqual([0]);
  });
});
