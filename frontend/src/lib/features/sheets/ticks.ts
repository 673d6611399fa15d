import type { Tickable } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';

export interface Tick {
  id: string;
  words: string;
  /** Its day; empty where it has none. */
  on: string;
}

export type TickedKind = 'goals' | 'milestones' | 'helped' | 'in_the_way' | 'pages';

export const KINDS: TickedKind[] = ['goals', 'milestones', 'helped', 'in_the_way', 'pages'];

const barrierText = (code: string) => known(`parts.barrier.${code}`) ?? code;

/** What was said on many days is offered once, by its newest. `ticks` newest first. */
const once = (ticks: Tick[]): Tick[] =>
  ticks.filter(({ words }, at) => ticks.findIndex((one) => one.words === words) === at);

/** Everything that can be ticked, by kind. */
export const ticksOf = (all: Tickable): Record<TickedKind, Tick[]> => ({
  goals: all.goals.map(({ id, words }) => ({ id, words, on: '' })),
  milestones: all.milestones.map(({ id, text, on }) => ({ id, words: text, on })),
  helped: once(
    all.helped.map(({ id, words, idea, on }) => ({
      id,
      words: idea ? t('review.helped.idea', { idea }) : words,
      on
    }))
  ),
  in_the_way: once(
    all.in_the_way.map(({ id, words, barriers, on }) => ({
      id,
      words: [...barriers.map(barrierText), words].filter(Boolean).join('; '),
      on
    }))
  ),
  pages: all.pages.map(({ id, words, on }) => ({ id, words, on }))
});

/** What is ticked stays in sight, also beyond the first few. */
export const inSight = (ticks: Tick[], ids: string[], few: number): Tick[] =>
  ticks.filter(({ id }, at) => at < few || ids.includes(id));
