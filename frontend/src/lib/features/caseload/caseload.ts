import { api, got } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import type {
  Availability,
  Caseload,
  Colleague,
  OneOnCaseload,
  PracticePlace,
  TeamRequests,
  WholeTeamRequest
} from '#lib/api/types.ts';

/** Null for whoever practises nowhere: nobody has confirmed them yet, or it is over. */
export async function caseload(): Promise<Caseload | null> {
  try {
    return await got(api.GET('/api/v1/caseload/'));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

const ofOne = (assignment_id: string) => ({ params: { path: { assignment_id } } });
const of = (id: string) => ({ params: { path: { id } } });

export const oneOnCaseload = (id: string): Promise<OneOnCaseload> =>
  got(api.GET('/api/v1/caseload/{assignment_id}/', ofOne(id)));

export const colleaguesAt = async (membership_id: string): Promise<Colleague[]> => {
  const path = { membership_id };
  const url = '/api/v1/caseload/places/{membership_id}/colleagues/';
  return (await got(api.GET(url, { params: { path } }))).colleagues;
};

export async function offerHandOver(
  assignment_id: string,
  offer: { id: string; to: string; words: string }
): Promise<void> {
  await api.PUT('/api/v1/assignments/{assignment_id}/hand-over/', {
    ...ofOne(assignment_id),
    body: offer
  });
}

export async function withdrawHandOver(assignment_id: string): Promise<void> {
  await api.DELETE('/api/v1/assignments/{assignment_id}/hand-over/', ofOne(assignment_id));
}

export async function endTogether(assignment_id: string): Promise<void> {
  await api.POST('/api/v1/assignments/{assignment_id}/end/', ofOne(assignment_id));
}

export const teamRequests = (): Promise<TeamRequests> => got(api.GET('/api/v1/caseload/requests/'));

export const teamRequest = (id: string): Promise<WholeTeamRequest> =>
  got(api.GET('/api/v1/caseload/requests/{id}/', of(id)));

/** Answers the assignment that begins by it. */
export const pickUp = async (id: string): Promise<string | null> =>
  (await got(api.POST('/api/v1/caseload/requests/{id}/pick-up/', of(id)))).assignment;

export async function finish(id: string): Promise<void> {
  await api.POST('/api/v1/support/requests/{id}/done/', of(id));
}

export const putAvailability = (
  membership_id: string,
  body: Availability
): Promise<PracticePlace> =>
  got(
    api.PUT('/api/v1/caseload/places/{membership_id}/', {
      params: { path: { membership_id } },
      body
    })
  );
