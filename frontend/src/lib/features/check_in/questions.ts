import { api, got } from '#lib/api/client.ts';
import { newId } from '#lib/api/ids.ts';
import type { CheckInItems, Measure, OwnItem } from '#lib/api/types.ts';
import { itemInWords } from '#lib/i18n/questions.ts';
import type { Asked } from './check-ins.ts';
import { AREAS, type Area } from './levels.ts';

/** Everything that can be asked, and what this person wants to be asked. */
export interface Questions {
  measures: Measure[];
  items: CheckInItems;
}

/** One question as it stands in the check-in. */
export interface Question extends Asked {
  key: string;
  text: string;
}

/** In the language spoken now. */
export async function fetchQuestions(): Promise<Questions> {
  const [measures, items] = await Promise.all([
    got(api.GET('/api/v1/measures/')),
    got(api.GET('/api/v1/check-in-items/'))
  ]);
  return { measures: measures.map(measureInWords), items };
}

const measureInWords = (measure: Measure): Measure => ({
  ...measure,
  items: measure.items.map(itemInWords)
});

/** What this person chose to be asked, by area of life; an area with nothing chosen is left out. */
export function askedByArea({
  measures,
  items
}: Questions): { area: Area; questions: Question[] }[] {
  return AREAS.map((area) => ({
    area,
    questions: [...chosenIn(area, measures, items.chosen), ...ownIn(area, items.own)]
  })).filter(({ questions }) => questions.length > 0);
}

const chosenIn = (area: string, measures: Measure[], chosen: string[]): Question[] =>
  itemsIn(area, measures)
    .filter(({ code }) => chosen.includes(code))
    .map(({ code, text }) => ({ key: code, text, item: code, own_item: null }));

const ownIn = (area: string, own: OwnItem[]): Question[] =>
  own
    .filter((item) => item.domain === area && !item.is_archived)
    .map(({ id, text }) => ({ key: id, text, item: null, own_item: id }));

export const itemsIn = (area: string, measures: Measure[]) =>
  measures.flatMap(({ items }) => items).filter(({ domain }) => domain === area);

export const putChosen = (chosen: string[]): Promise<CheckInItems> =>
  got(api.PUT('/api/v1/check-in-items/chosen/', { body: { chosen } }));

/** A question of one's own while it is being written. */
export interface OwnItemContent {
  id: string;
  text: string;
  domain: Area;
}

export const blankOwnItem = (): OwnItemContent => ({
  id: newId(),
  text: '',
  domain: 'functional'
});

/** An item that was put away is asked again. */
export const putOwnItem = ({ id, domain, text }: OwnItem): Promise<OwnItem> =>
  got(
    api.PUT('/api/v1/check-in-items/own/{id}/', {
      params: { path: { id } },
      body: { domain, text }
    })
  );

/** Asked no more; the answers given to it stay. */
export async function putAwayOwnItem(id: string): Promise<void> {
  await api.DELETE('/api/v1/check-in-items/own/{id}/', { params: { path: { id } } });
}
