import { api, got, gotNext } from '#lib/api/client.ts';
import type {
  AgendaLine,
  Commitment,
  Meeting,
  Paged,
  Pair,
  Tick,
  WholeMeeting
} from '#lib/api/types.ts';

/** Those I work with; to a person also those they worked with. */
export async function allPairs(): Promise<Pair[]> {
  return (await got(api.GET('/api/v1/together/'))).pairs;
}

export const firstMeetings = (assignment_id: string): Promise<Paged<Meeting>> =>
  got(
    api.GET('/api/v1/assignments/{assignment_id}/meetings/', {
      params: { path: { assignment_id } }
    })
  );

export const meetingsAfter = (next: string | null) => gotNext<Paged<Meeting>>(next);

export const getMeeting = (assignment_id: string, id: string): Promise<WholeMeeting> =>
  got(
    api.GET('/api/v1/assignments/{assignment_id}/meetings/{id}/', {
      params: { path: { assignment_id, id } }
    })
  );

export type Wanted = Pick<Meeting, 'starts_at' | 'lasts_minutes' | 'place' | 'link' | 'version'>;

export const putMeeting = (assignment_id: string, id: string, body: Wanted): Promise<Meeting> =>
  got(
    api.PUT('/api/v1/assignments/{assignment_id}/meetings/{id}/', {
      params: { path: { assignment_id, id } },
      body
    })
  );

export const answerMeeting = (
  assignment_id: string,
  { id, version }: Meeting,
  accepts: boolean
): Promise<Meeting> =>
  got(
    api.POST('/api/v1/assignments/{assignment_id}/meetings/{id}/answer/', {
      params: { path: { assignment_id, id } },
      body: { accepts, version }
    })
  );

export const callOff = (assignment_id: string, id: string): Promise<Meeting> =>
  got(
    api.POST('/api/v1/assignments/{assignment_id}/meetings/{id}/call-off/', {
      params: { path: { assignment_id, id } }
    })
  );

/** By the person: with the reminder they may have set for it, which has the meeting's own id. */
export async function deleteMeeting(assignment_id: string, id: string): Promise<void> {
  await api.DELETE('/api/v1/assignments/{assignment_id}/meetings/{id}/', {
    params: { path: { assignment_id, id } }
  });
  await api.DELETE('/api/v1/reminders/{id}/', { params: { path: { id } } });
}

export const calendarOf = (assignment: string, id: string) =>
  `/api/v1/assignments/${assignment}/meetings/${id}/calendar/`;

export async function tickable(): Promise<Tick[]> {
  return (await got(api.GET('/api/v1/agenda/tickable/'))).lines;
}

export type LineToBe = Pick<AgendaLine, 'kind' | 'about_id' | 'words' | 'position'>;

export const putLine = (assignment_id: string, meeting_id: string, id: string, body: LineToBe) =>
  api.PUT('/api/v1/assignments/{assignment_id}/meetings/{meeting_id}/agenda/{id}/', {
    params: { path: { assignment_id, meeting_id, id } },
    body
  });

export const deleteLine = (assignment_id: string, meeting_id: string, id: string) =>
  api.DELETE('/api/v1/assignments/{assignment_id}/meetings/{meeting_id}/agenda/{id}/', {
    params: { path: { assignment_id, meeting_id, id } }
  });

export const putNote = (
  assignment_id: string,
  meeting_id: string,
  id: string,
  body: { words: string; based_on: string[] }
) =>
  api.PUT('/api/v1/assignments/{assignment_id}/meetings/{meeting_id}/notes/{id}/', {
    params: { path: { assignment_id, meeting_id, id } },
    body
  });

export const eraseNotes = (assignment_id: string, meeting_id: string) =>
  api.DELETE('/api/v1/assignments/{assignment_id}/meetings/{meeting_id}/notes/', {
    params: { path: { assignment_id, meeting_id } }
  });

export const firstCommitments = (assignment_id: string): Promise<Paged<Commitment>> =>
  got(
    api.GET('/api/v1/assignments/{assignment_id}/commitments/', {
      params: { path: { assignment_id } }
    })
  );

export type CommitmentToBe = Pick<Commitment, 'side' | 'words' | 'due_on' | 'meeting' | 'version'>;

export const putCommitment = (
  assignment_id: string,
  id: string,
  body: CommitmentToBe
): Promise<Commitment> =>
  got(
    api.PUT('/api/v1/assignments/{assignment_id}/commitments/{id}/', {
      params: { path: { assignment_id, id } },
      body
    })
  );

export type Mark = 'open' | 'happened' | 'let_go';

export const markCommitment = (
  assignment_id: string,
  id: string,
  mark: Mark
): Promise<Commitment> =>
  got(
    api.POST('/api/v1/assignments/{assignment_id}/commitments/{id}/mark/', {
      params: { path: { assignment_id, id } },
      body: { mark }
    })
  );

export const makeStep = (
  assignment_id: string,
  id: string,
  body: { goal: string; step: string }
): Promise<Commitment> =>
  got(
    api.POST('/api/v1/assignments/{assignment_id}/commitments/{id}/step/', {
      params: { path: { assignment_id, id } },
      body
    })
  );

export const deleteCommitment = (assignment_id: string, id: string) =>
  api.DELETE('/api/v1/assignments/{assignment_id}/commitments/{id}/', {
    params: { path: { assignment_id, id } }
  });
