import { api, got } from '#lib/api/client.ts';
import type { GoalDays, OwnModel, WhatHelped } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { kindName, listed } from './names.ts';

const DOMAINS = ['functional', 'existential', 'social'] as const;
type Domain = (typeof DOMAINS)[number];

export const whatHelped = (): Promise<OwnModel> => got(api.GET('/api/v1/what-helped/'));

export const isEmpty = ({ tried, days }: OwnModel): boolean => tried.length + days.length === 0;

export const nameOfKind = ({ kind }: WhatHelped): string =>
  kind === null ? t('ideas.own') : (kindName(kind) ?? kind);

/** "You tried 3 of these. 2 helped. 1 did not.": nothing is said of what there is none of. */
export function triedSentence({ tried, helped, not_helped, not_said }: WhatHelped): string {
  const parts = [
    ['tried', tried],
    ['helped', helped],
    ['not_helped', not_helped],
    ['not_said', not_said]
  ] as const;
  return parts
    .filter(([, n]) => n > 0)
    .map(([part, n]) => t(`ideas.helped_map.${part}`, { n }))
    .join(' ');
}

export const examplesOf = ({ examples }: WhatHelped): string =>
  t('ideas.helped_map.such_as', { names: listed(examples) });

export const daysSentence = ({ domain, tendency }: GoalDays): string =>
  t(`ideas.helped_map.days.${tendency}`, { area: t(`common.domain.${domain}`) });

export function daysCount(row: GoalDays, least: number): string {
  const { days: n, better, same, lower, others } = row;
  return row.tendency === 'too_few'
    ? t('ideas.helped_map.days.few', { n, others, least })
    : t('ideas.helped_map.days.count', { n, better, same, lower, others });
}

/** One line of the picture: from the middle of a row on the left to the middle of one on the right, in hundredths. */
export interface Line {
  from: number;
  to: number;
  width: number;
}

export interface Picture {
  left: string[];
  right: string[];
  lines: Line[];
}

const MOST_ROWS = 6;
const MOST_WIDTH = 6;

/** What helped on the left, what it was for on the right; only what helped has lines. */
export function pictureOf({ tried }: OwnModel): Picture {
  const rows = tried.filter(({ helped }) => helped > 0).slice(0, MOST_ROWS);
  const ends = DOMAINS.filter((domain) => rows.some(({ domains }) => domains[domain]));
  const middle = (at: number, of: number) => ((at + 0.5) / of) * 100;
  const line = (row: WhatHelped, at: number, domain: Domain, end: number): Line => ({
    from: middle(at, rows.length),
    to: middle(end, ends.length),
    width: Math.min(1 + (row.domains[domain] ?? 0), MOST_WIDTH)
  });
  return {
    left: rows.map(nameOfKind),
    right: ends.map((domain) => t(`common.domain.${domain}`)),
    lines: rows.flatMap((row, at) =>
      ends.flatMap((domain, end) => (row.domains[domain] ? [line(row, at, domain, end)] : []))
    )
  };
}
