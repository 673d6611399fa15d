import { api, got } from '#lib/api/client.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { AskableTeam, SupportPage, SupportRequest } from '#lib/api/types.ts';

export type RequestContent = Pick<
  SupportRequest,
  'recorded_at' | 'words' | 'team' | 'goal' | 'resource'
>;

export const supportPage = (): Promise<SupportPage> => got(api.GET('/api/v1/support/'));

export const askableTeams = async (): Promise<AskableTeam[]> =>
  (await got(api.GET('/api/v1/support/teams/'))).teams;

/** Where somebody is to come along to; empty where there is no such place in the request. */
export async function placeName(resource_id: string | null): Promise<string> {
  if (!resource_id) return '';
  const path = { resource_id };
  return (await got(api.GET('/api/v1/resources/{resource_id}/', { params: { path } }))).name;
}

const putRequest = (id: string, body: RequestContent & { version: number }) =>
  got(api.PUT('/api/v1/support/requests/{id}/', { params: { path: { id } }, body }));

export const takeBack = (id: string): Promise<SupportRequest> =>
  got(api.POST('/api/v1/support/requests/{id}/take-back/', { params: { path: { id } } }));

export async function finish(id: string): Promise<void> {
  await api.POST('/api/v1/support/requests/{id}/done/', { params: { path: { id } } });
}

export async function workTogether(membership: string): Promise<void> {
  await api.POST('/api/v1/assignments/', { body: { membership } });
}

export async function endTogether(assignment_id: string): Promise<void> {
  await api.POST('/api/v1/assignments/{assignment_id}/end/', {
    params: { path: { assignment_id } }
  });
}

export async function agreeToCover(assignment_id: string, agrees: boolean): Promise<void> {
  await api.POST('/api/v1/assignments/{assignment_id}/cover/', {
    params: { path: { assignment_id } },
    body: { agrees }
  });
}

export async function answerHandOver(id: string, agrees: boolean): Promise<void> {
  await api.POST('/api/v1/support/hand-overs/{id}/answer/', {
    params: { path: { id } },
    body: { agrees }
  });
}

export const requestWriting = {
  noun: 'support_request',
  blank: (): RequestContent => ({
    recorded_at: recordedNow(),
    words: '',
    team: '',
    goal: null,
    resource: null
  }),
  contentOf: ({ recorded_at, words, team, goal, resource }: SupportRequest): RequestContent => ({
    recorded_at,
    words,
    team,
    goal,
    resource
  }),
  put: putRequest
};
