import type { Resource } from '#lib/api/types.ts';
import { t, type Key } from '#lib/i18n/t.svelte.ts';
import { costOf, waysOf, whereOf } from './facts.ts';
import { kindMeans, kindName, listed, namesOf } from './names.ts';

export interface Row {
  term: string;
  text: string;
}

type Say = (resource: Resource) => string;

const FACTS: [term: Key, say: Say][] = [
  ['ideas.fact.kind', kindText],
  ['ideas.fact.cost', costOf],
  ['ideas.fact.how', waysOf],
  ['ideas.fact.when', ({ when_text }) => when_text],
  ['ideas.fact.where', whereOf],
  ['ideas.fact.address', ({ address }) => address],
  ['ideas.fact.first', ({ how_to }) => how_to],
  ['ideas.fact.audience', ({ audience }) => audience],
  ['ideas.fact.languages', ({ languages }) => listed(languages)],
  ['ideas.fact.areas', ({ areas }) => listed(namesOf(areas))],
  ['ideas.fact.mechanisms', ({ mechanisms }) => listed(namesOf(mechanisms))]
];

function kindText({ kind }: Resource): string {
  const [name, plain] = [kindName(kind), kindMeans(kind)];
  return name && plain ? t('ideas.kind_means', { name, plain }) : '';
}

/** What is known of it; what the directory does not say is left out. */
export const aboutRows = (resource: Resource): Row[] =>
  FACTS.map(([term, say]) => ({ term: t(term), text: say(resource) })).filter(({ text }) => text);
