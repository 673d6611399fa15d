import { t, type Key } from '#lib/i18n/t.svelte.ts';
import type { GoalContent } from './goals.ts';

interface Part {
  label: string;
  mine: string;
  theirs: string;
}

const PARTS: [key: keyof GoalContent, label: Key][] = [
  ['words', 'goals.words'],
  ['why', 'goals.why'],
  ['domains', 'goals.areas'],
  ['own_barrier', 'goals.barriers.own'],
  ['importance', 'goals.importance'],
  ['confidence', 'goals.confidence'],
  ['together_with', 'writing.together.who']
];

/** Two versions of a goal, part by part, as a person would read them. */
export const goalDifferences = (mine: GoalContent, theirs: GoalContent): Part[] =>
  PARTS.map(([key, label]) => ({
    label: t(label),
    mine: read(mine, key),
    theirs: read(theirs, key)
  }));

function read(content: GoalContent, key: keyof GoalContent): string {
  const value = content[key];
  if (key !== 'domains') return value === null ? '' : String(value);
  return content.domains.map((code) => t(`common.domain.${code}` as Key)).join(', ');
}
