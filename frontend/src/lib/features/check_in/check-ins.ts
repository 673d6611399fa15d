import { api, got } from '#lib/api/client.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { CheckIn, CheckInAnswer, Level } from '#lib/api/types.ts';
import { AREAS } from './levels.ts';

/** What of a check-in is the person's to write. */
export type CheckInContent = Omit<CheckIn, 'id' | 'version'>;

export const getCheckIn = (id: string): Promise<CheckIn> =>
  got(api.GET('/api/v1/check-ins/{id}/', { params: { path: { id } } }));

export const putCheckIn = (
  id: string,
  body: CheckInContent & { version: number }
): Promise<CheckIn> => got(api.PUT('/api/v1/check-ins/{id}/', { params: { path: { id } }, body }));

export async function deleteCheckIn(id: string): Promise<void> {
  await api.DELETE('/api/v1/check-ins/{id}/', { params: { path: { id } } });
}

export const blank = (): CheckInContent => ({
  recorded_at: recordedNow(),
  feel: null,
  functional: null,
  existential: null,
  social: null,
  items: [],
  words: '',
  helped: '',
  hindered: '',
  hindered_by: [],
  was_hard: false,
  together_with: ''
});

export const contentOf = (row: CheckIn): CheckInContent => ({
  recorded_at: new Date(row.recorded_at).toISOString(),
  feel: row.feel,
  functional: row.functional,
  existential: row.existential,
  social: row.social,
  items: row.items.map(({ item, own_item, level }) => ({ item, own_item, level })),
  words: row.words,
  helped: row.helped,
  hindered: row.hindered,
  hindered_by: row.hindered_by,
  was_hard: row.was_hard,
  together_with: row.together_with
});

/** Nothing was said at all. Anything will do to save, also "not for me right now". */
export function isEmpty(content: CheckInContent): boolean {
  const { feel, items, words, helped, hindered, hindered_by, was_hard } = content;
  const hasLevel = AREAS.some((area) => content[area] !== null);
  const hasWords = [words, helped, hindered].some((text) => text.trim());
  return !(feel || hasLevel || items.length || hasWords || hindered_by.length || was_hard);
}

/** A check-in on the screen, and what is wrong with it so far. */
export interface Filling {
  content: CheckInContent;
  problem: unknown;
}

/** Which question an answer is about: one of the app's, or one of the person's own. */
export type Asked = Pick<CheckInAnswer, 'item' | 'own_item'>;

const isAbout = (asked: Asked) => (answer: CheckInAnswer) =>
  answer.item === asked.item && answer.own_item === asked.own_item;

export const answerTo = (answers: CheckInAnswer[], asked: Asked): Level | null =>
  answers.find(isAbout(asked))?.level ?? null;

/** The answers with this one put in, or taken out (null). */
export function answered(
  answers: CheckInAnswer[],
  { item, own_item }: Asked,
  level: Level | null
): CheckInAnswer[] {
  const others = answers.filter((answer) => !isAbout({ item, own_item })(answer));
  return level === null ? others : [...others, { item, own_item, level }];
}

/** How the check-in screens write one. */
export const checkInWriting = { noun: 'check-in', blank, contentOf, put: putCheckIn };
