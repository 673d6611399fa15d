import { api, got, gotNext } from '#lib/api/client.ts';
import type { HandedSheet, Paged, Purpose, SheetPage } from '#lib/api/types.ts';

export const handedSheets = (person: string, purpose: Purpose): Promise<Paged<HandedSheet>> =>
  got(
    api.GET('/api/v1/people/{person_id}/sheets/', {
      params: { path: { person_id: person }, query: { purpose } }
    })
  );

export const sheetsAfter = (next: string | null): Promise<Paged<HandedSheet> | null> =>
  gotNext<Paged<HandedSheet>>(next);

export const handedSheet = (person: string, id: string, purpose: Purpose): Promise<SheetPage> =>
  got(
    api.GET('/api/v1/people/{person_id}/sheets/{id}/', {
      params: { path: { person_id: person, id }, query: { purpose } }
    })
  );

export const fileOf = (person: string, id: string, purpose: Purpose): string =>
  `/api/v1/people/${person}/sheets/${id}/file/?purpose=${purpose}`;
