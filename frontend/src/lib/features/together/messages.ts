import { api, got, gotNext } from '#lib/api/client.ts';
import type { AttachedKind, Conversation, Message, Paged, ToldBy } from '#lib/api/types.ts';
import type { Attached } from './attached.ts';

const of = (assignment_id: string) => ({ params: { path: { assignment_id } } });

export const getConversation = (assignment: string): Promise<Conversation> =>
  got(api.GET('/api/v1/assignments/{assignment_id}/conversation/', of(assignment)));

export const firstMessages = (assignment: string): Promise<Paged<Message>> =>
  got(api.GET('/api/v1/assignments/{assignment_id}/messages/', of(assignment)));

export const messagesAfter = (next: string | null) => gotNext<Paged<Message>>(next);

/** What is shared already with whoever works with the person. */
export const attachable = async (assignment: string): Promise<Attached[]> =>
  (await got(api.GET('/api/v1/assignments/{assignment_id}/attachable/', of(assignment)))).things;

export interface ToSend {
  words: string;
  attached_kind: AttachedKind | '';
  attached_id: string | null;
}

export const sendMessage = (assignment_id: string, id: string, body: ToSend) =>
  api.PUT('/api/v1/assignments/{assignment_id}/messages/{id}/', {
    params: { path: { assignment_id, id } },
    body
  });

export const deleteMessage = (assignment_id: string, id: string) =>
  api.DELETE('/api/v1/assignments/{assignment_id}/messages/{id}/', {
    params: { path: { assignment_id, id } }
  });

export const readUpTo = (assignment: string, message: string) =>
  api.POST('/api/v1/assignments/{assignment_id}/conversation/read/', {
    ...of(assignment),
    body: { message }
  });

export const closeConversation = (assignment: string): Promise<Conversation> =>
  got(api.POST('/api/v1/assignments/{assignment_id}/conversation/close/', of(assignment)));

export const reopenConversation = (assignment: string): Promise<Conversation> =>
  got(api.POST('/api/v1/assignments/{assignment_id}/conversation/reopen/', of(assignment)));

export const beToldBy = (assignment: string, channels: ToldBy[]): Promise<Conversation> =>
  got(
    api.PUT('/api/v1/assignments/{assignment_id}/conversation/told-by/', {
      ...of(assignment),
      body: { channels }
    })
  );

/** By which ways somebody can be told at all, where this app runs. */
export async function offeredWays(): Promise<ToldBy[]> {
  const { ways } = await got(api.GET('/api/v1/reminders/reach/'));
  return ways.filter(({ why_not }) => why_not !== 'not_set_up').map(({ channel }) => channel);
}

export async function unreadCounts(): Promise<Record<string, number>> {
  return (await got(api.GET('/api/v1/conversations/unread/'))).counts;
}
