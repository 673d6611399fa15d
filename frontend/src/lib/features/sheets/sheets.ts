import { api, got, gotNext } from '#lib/api/client.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { MeetingSheet, Paged, SheetPage, Tickable } from '#lib/api/types.ts';

/** What of a sheet is the person's to write: ids of what is ticked, and own words. */
export type SheetContent = Omit<MeetingSheet, 'id' | 'version'>;

export const LIMIT = 1_000;
/** Of each kind: more do not fit on one page. */
export const MOST = 5;

export const firstSheets = (): Promise<Paged<MeetingSheet>> => got(api.GET('/api/v1/sheets/'));

export const sheetsAfter = (next: string | null): Promise<Paged<MeetingSheet> | null> =>
  gotNext<Paged<MeetingSheet>>(next);

export const getSheet = (id: string): Promise<MeetingSheet> =>
  got(api.GET('/api/v1/sheets/{id}/', { params: { path: { id } } }));

export const putSheet = (
  id: string,
  body: SheetContent & { version: number }
): Promise<MeetingSheet> =>
  got(api.PUT('/api/v1/sheets/{id}/', { params: { path: { id } }, body }));

export async function deleteSheet(id: string): Promise<void> {
  await api.DELETE('/api/v1/sheets/{id}/', { params: { path: { id } } });
}

/** The server's schema does not say what a page of the journal holds. */
export const getTickable = async (): Promise<Tickable> =>
  (await got(api.GET('/api/v1/sheets/tickable/'))) as Tickable;

/** With everything that is ticked. */
export const getPage = (id: string): Promise<SheetPage> =>
  got(api.GET('/api/v1/sheets/{id}/page/', { params: { path: { id } } }));

/** As whoever it was handed to has it now. */
export const lookAtSheet = (id: string): Promise<SheetPage> =>
  got(api.GET('/api/v1/sheets/{id}/look/', { params: { path: { id } } }));

export const fileOf = (id: string): string => `/api/v1/sheets/${id}/file/`;

const blank = (): SheetContent => ({
  recorded_at: recordedNow(),
  words: '',
  meeting_on: null,
  then_on: null,
  now_on: null,
  domains: [],
  goals: [],
  milestones: [],
  helped: [],
  in_the_way: [],
  pages: [],
  grant: null
});

const contentOf = (sheet: MeetingSheet): SheetContent => ({
  recorded_at: sheet.recorded_at,
  words: sheet.words,
  meeting_on: sheet.meeting_on,
  then_on: sheet.then_on,
  now_on: sheet.now_on,
  domains: sheet.domains,
  goals: sheet.goals,
  milestones: sheet.milestones,
  helped: sheet.helped,
  in_the_way: sheet.in_the_way,
  pages: sheet.pages,
  grant: sheet.grant
});

/** How the screens write one. */
export const sheetWriting = { noun: 'sheet', blank, contentOf, put: putSheet };
