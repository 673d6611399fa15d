import { Draft, draftsOf } from '#lib/offline/drafts.ts';
import { sealed, unsealed, type Sealable } from './format.ts';
import { heldBy } from './held.ts';

const NOUN = 'entry';

/** A page being written; shut, it holds its words sealed. */
interface Begun extends Partial<Sealable> {
  is_sealed?: boolean;
  seal?: string;
  sealed_under?: string;
}

export const isShut = (content: unknown): boolean => Boolean((content as Begun | null)?.seal);

/** What is half-written is not left open when sealed pages are closed. */
export async function shutDrafts(owner: string): Promise<void> {
  const [key] = await heldBy(owner);
  if (!key) return;
  for (const { id, content } of await begunBy(owner)) {
    if (!content.is_sealed || isShut(content)) continue;
    const { words = '', tags = [], prompt = null, goal = null, check_in = null, ...rest } = content;
    const seal = await sealed(key, id, { words, tags, prompt, goal, check_in });
    await write(owner, id, { ...rest, seal, sealed_under: key.id });
  }
}

export async function openDrafts(owner: string): Promise<void> {
  const held = await heldBy(owner);
  for (const { id, content } of await begunBy(owner)) {
    const { seal, sealed_under, ...rest } = content;
    const key = held.find((one) => one.id === sealed_under);
    if (!seal || !key) continue;
    const inside = await unsealed(key, id, seal, owner).catch(() => null);
    if (inside) await write(owner, id, { ...rest, ...inside });
  }
}

export async function isDraftShut(owner: string, id: string): Promise<boolean> {
  const rows = await begunBy(owner).catch(() => []);
  return rows.some((row) => row.id === id && isShut(row.content));
}

const begunBy = async (owner: string) =>
  (await draftsOf(owner, NOUN)).map(({ id, content }) => ({ id, content: content as Begun }));

async function write(owner: string, id: string, content: Begun): Promise<void> {
  const draft = new Draft<Begun>({ owner, noun: NOUN, id });
  draft.keep(content);
  await draft.flush();
}
