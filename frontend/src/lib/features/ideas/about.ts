import type { LogicModel, Resource } from '#lib/api/types.ts';
import { t, type Key } from '#lib/i18n/t.svelte.ts';
import { costOf, waysOf, whereOf } from './facts.ts';
import { kindOf, listed, namesOf } from './names.ts';

export interface Row {
  term: string;
  text: string;
}

type Say = (resource: Resource, model: LogicModel | null) => string;

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
  ['ideas.fact.areas', ({ areas }, model) => listed(namesOf(model, areas))],
  ['ideas.fact.mechanisms', ({ mechanisms }, model) => listed(namesOf(model, mechanisms))]
];

function kindText({ kind }: Resource, model: LogicModel | null): string {
  const found = kindOf(model, kind);
  return found ? t('ideas.kind_means', { name: found.name, plain: found.plain }) : '';
}

/** What is known of it; what the directory does not say is left out. */
export const aboutRows = (resource: Resource, model: LogicModel | null): Row[] =>
  FACTS.map(([term, say]) => ({ term: t(term), text: say(resource, model) })).filter(
    ({ text }) => text
  );
