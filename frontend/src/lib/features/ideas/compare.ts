import type { Suggestion } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import { aboutRows } from './about.ts';
import { checkedOn } from './facts.ts';
import { kindName } from './names.ts';
import { sentence } from './reasons.ts';

/** One line of the comparison: what each of the two says to it, or what both say. */
export interface Line {
  term: string;
  texts: [string[], string[]];
  isSame: boolean;
}

type Told = { term: string; texts: string[] }[];

/** Two ideas, line by line, in one order; a line that neither has is left out. */
export function compared(one: Suggestion, other: Suggestion): Line[] {
  const [first, second] = [told(one), told(other)];
  return first
    .map(({ term, texts }) =>
      line(term, texts, second.find((row) => row.term === term)?.texts ?? [])
    )
    .filter(({ texts: [a, b] }) => a.length + b.length > 0);
}

const line = (term: string, a: string[], b: string[]): Line => ({
  term,
  texts: [a, b],
  isSame: a.join('\n') === b.join('\n')
});

function told({ resource, reasons }: Suggestion): Told {
  const facts = new Map(aboutRows(resource).map(({ term, text }) => [term, text]));
  const fact = (term: string) => ({ term, texts: [facts.get(term) ?? ''].filter(Boolean) });
  const on = checkedOn(resource);
  return [
    {
      term: t('ideas.fact.kind'),
      texts: [kindName(resource.kind) ?? ''].filter(Boolean)
    },
    { term: t('ideas.fact.what'), texts: [resource.description] },
    { term: t('ideas.why'), texts: reasons.map((reason) => sentence(reason)) },
    {
      term: t('ideas.fact.peer_run'),
      texts: [t(resource.is_peer_run ? 'common.yes' : 'common.no')]
    },
    ...FACTS.map((key) => fact(t(key))),
    {
      term: t('ideas.fact.checked'),
      texts: [on ? dateText(on, 'short', setting) : t('ideas.checked.unknown')]
    }
  ];
}

const FACTS = [
  'ideas.fact.cost',
  'ideas.fact.how',
  'ideas.fact.when',
  'ideas.fact.where',
  'ideas.fact.first',
  'ideas.fact.audience',
  'ideas.fact.languages',
  'ideas.fact.areas'
] as const;

/** Which two to begin with: those asked for, else the first that are left. */
export function twoOf(ids: string[], asked: (string | null)[]): [string, string] | null {
  const wanted = asked.filter((id): id is string => id !== null && ids.includes(id));
  const [one, other] = [...new Set([...wanted, ...ids])];
  return one && other ? [one, other] : null;
}
