import { api, got } from '#lib/api/client.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Supervision, SupervisionQuestion, TeamWorkload } from '#lib/api/types.ts';

export const supervision = (): Promise<Supervision> => got(api.GET('/api/v1/supervision/'));

export const workload = async (): Promise<TeamWorkload[]> =>
  (await got(api.GET('/api/v1/supervision/workload/'))).teams;

export const askLead = (id: string, team: string, words: string): Promise<SupervisionQuestion> =>
  got(
    api.PUT('/api/v1/supervision/{id}/', {
      params: { path: { id } },
      body: { team, words, recorded_at: recordedNow() }
    })
  );

export const answer = (
  id: string,
  answer_id: string,
  words: string
): Promise<SupervisionQuestion> =>
  got(
    api.PUT('/api/v1/supervision/{id}/answers/{answer_id}/', {
      params: { path: { id, answer_id } },
      body: { words, recorded_at: recordedNow() }
    })
  );

export const close = (id: string, is_closed: boolean): Promise<SupervisionQuestion> =>
  got(
    api.POST('/api/v1/supervision/{id}/close/', { params: { path: { id } }, body: { is_closed } })
  );
