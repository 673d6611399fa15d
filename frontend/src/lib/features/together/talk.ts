import { ApiProblem } from '#lib/api/errors.ts';
import type { AttachedKind, Conversation, Message, Paged } from '#lib/api/types.ts';
import { firstMessages, getConversation, messagesAfter, readUpTo } from './messages.ts';
import type { Side } from './saying.ts';

/** One message; on the phone of who wrote it also before it has arrived. */
export type Shown = Message & Waits;
interface Waits {
  waits?: 'waiting' | 'refused' | null;
  attached_kind?: AttachedKind | '';
  attached_id?: string | null;
}

/** What was written between two people, as far as it has been fetched. */
export interface Talk {
  standing: Conversation;
  /** Oldest first. */
  messages: Shown[];
  older: string | null;
}

const upright = ({ results }: Paged<Message>) => results.toReversed();

export async function readTalk(assignment: string): Promise<Talk> {
  const [standing, page] = await Promise.all([
    getConversation(assignment),
    firstMessages(assignment)
  ]);
  return { standing, messages: upright(page), older: page.next };
}

export async function withOlder(talk: Talk): Promise<Talk> {
  const page = await messagesAfter(talk.older);
  if (!page) return talk;
  return { ...talk, messages: [...upright(page), ...talk.messages], older: page.next };
}

/** The newest of the other side's that waits to be read; null: none. */
export const newestUnread = ({ messages }: Talk, side: Side): Message | null =>
  messages.findLast((message) => message.side !== side && !message.read_at) ?? null;

/** Says to the server what is on the screen. */
export async function sayRead(assignment: string, talk: Talk, side: Side): Promise<boolean> {
  const last = newestUnread(talk, side);
  if (last) await readUpTo(assignment, last.id);
  return last !== null;
}

/** Nothing to send yet: said beside the box, before anything is sent. */
export const noWords = () =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { words: [{ code: 'blank' }] } });
