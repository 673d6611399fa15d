import type { Problem } from '#lib/api/errors.ts';
import { reach } from '#lib/api/reach.ts';
import { contentHash, likeness } from './canonical.ts';
import { again, arrived, insideOf, setAside, type Body, type Inside } from './outbox.ts';
import type { OutboxRow } from './store.ts';

export type Outcome =
  | { kind: 'sent'; status: number; answer: unknown }
  | { kind: 'refused' | 'conflict'; problem: Problem }
  | { kind: 'again' }
  | { kind: 'waiting'; because: Because };
/** Why it could not be sent yet. */
export type Because = 'unreachable' | 'too_many' | 'signed_out' | 'other_person';

/** Sends one row and writes down what came of it. Nothing leaves the outbox without the server's own echo. */
export async function send(row: OutboxRow): Promise<Outcome> {
  const inside = await insideOf(row);
  const response = await reach(await requestOf(row, inside.body)).catch(() => null);
  if (!response) return { kind: 'waiting', because: 'unreachable' };
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return confirmed(row, inside, response, answer);
  return said(row, inside, refusal(response.status, answer));
}

/** With a code whoever wrote it. */
const refusal = (status: number, answer: unknown): Problem => ({
  ...(answer as Problem),
  code: (answer as Problem | null)?.code ?? 'unknown',
  status
});

async function requestOf({ owner, address, method }: OutboxRow, body: Body | null) {
  return new Request(location.origin + address, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Owner': owner },
    body: body && JSON.stringify(body)
  });
}

async function confirmed(
  row: OutboxRow,
  { body }: Inside,
  response: Response,
  answer: unknown
): Promise<Outcome> {
  const echo = `${row.address} ${await contentHash(body)}`;
  if (response.headers.get('X-Echo') !== echo) return { kind: 'waiting', because: 'unreachable' };
  await arrived(row, (answer as Body | null)?.version);
  return { kind: 'sent', status: response.status, answer };
}

const STATUSES_OF_NOW = new Set([408, 425]);

async function said(row: OutboxRow, inside: Inside, problem: Problem): Promise<Outcome> {
  const { status, code } = problem;
  if (status >= 500 || STATUSES_OF_NOW.has(status)) {
    return { kind: 'waiting', because: 'unreachable' };
  }
  if (status === 429) return { kind: 'waiting', because: 'too_many' };
  if (status === 401) return { kind: 'waiting', because: 'signed_out' };
  if (status === 403) {
    const because = code === 'written_by_another' ? 'other_person' : 'signed_out';
    return { kind: 'waiting', because };
  }
  if (code !== 'stale_version') return refused(row, problem);
  const current = problem.current as Body;
  if (isOwn(current, inside)) {
    await again(row, current.version);
    return { kind: 'again' };
  }
  await setAside(row, 'conflict', code, current);
  return { kind: 'conflict', problem };
}

async function refused(row: OutboxRow, problem: Problem): Promise<Outcome> {
  await setAside(row, 'refused', problem.code);
  return { kind: 'refused', problem };
}

/** What is stored is an earlier text of this very phone, whose answer was lost on the way. */
const isOwn = (current: Body, { body, before }: Inside): boolean =>
  before.includes(likeness(current, body));
