import { newId } from '#lib/api/ids.ts';
import { nounAt, type Noun } from '#lib/offline/nouns.ts';
import { again, drop, insideOf, post, rowsOf, type Body } from '#lib/offline/outbox.ts';
import { nudge, spread } from '#lib/offline/queue.ts';
import type { OutboxRow } from '#lib/offline/store.ts';

/** One thing that waits, opened. */
export interface Waiting {
  row: OutboxRow;
  noun: Noun | undefined;
  body: Body | null;
  /** What the server holds, where there are two texts. */
  current: Body | undefined;
  /** The person's own words in it. */
  words: string;
  /** Both, where what is sent is not what a person reads. */
  read?: { mine: unknown; theirs: unknown };
}

export async function waitingOf(owner: string): Promise<Waiting[]> {
  return Promise.all((await rowsOf(owner)).map(opened));
}

async function opened(row: OutboxRow): Promise<Waiting> {
  const { body, current } = await insideOf(row);
  const noun = nounAt(row.address);
  return { row, noun, body, current, words: ownWords(noun, body) };
}

/** Some are a list: one line each. */
export function ownWords(noun: Noun | undefined, row: Body | null | undefined): string {
  const said = (noun?.words ?? []).map((name) => [row?.[name] ?? ''].flat().join('\n'));
  return said.filter((words) => words.trim()).join('\n\n');
}

/** Of a plan or a scale there is one: it cannot become two. */
export const canBeTwo = ({ row }: Waiting): boolean => /[0-9a-f-]{36}\/$/.test(row.address);

async function moved(owner: string): Promise<void> {
  spread({ because: null });
  await nudge(owner);
}

export async function retry({ row }: Waiting): Promise<void> {
  await again(row);
  await moved(row.owner);
}

/** Answers the way back. */
export async function dropIt({ row, body }: Waiting): Promise<() => Promise<void>> {
  await drop(row);
  spread({ because: null });
  return async () => {
    await post({ ...row, body });
    await moved(row.owner);
  };
}

/** On top of what is stored, knowingly. */
export async function keepMine({ row, current }: Waiting): Promise<void> {
  await again(row, current?.version);
  await moved(row.owner);
}

/** What a row has to be to stand at another id. */
type Anew = (one: Waiting, id: string) => Promise<Body | null>;

/** One's own becomes a second row; the stored one stays as it is. */
export async function keepBoth(
  one: Waiting,
  anew: Anew = ({ body }) => Promise.resolve(body)
): Promise<void> {
  const [{ row }, id] = [one, newId()];
  const address = row.address.replace(/[^/]+\/$/, `${id}/`);
  const body = await anew(one, id);
  await post({ ...row, address, body: body && { ...body, version: 0 } });
  await drop(row);
  await moved(row.owner);
}

export async function sendNow(owner: string): Promise<number> {
  await nudge(owner);
  return (await rowsOf(owner)).length;
}

export async function dropAll(owner: string): Promise<void> {
  await Promise.all((await rowsOf(owner)).map(drop));
}
