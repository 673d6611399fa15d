import type { CheckIn, Level } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import type { CheckInContent } from './check-ins.ts';
import { AREAS, levelText } from './levels.ts';

interface Part {
  label: string;
  mine: string;
  theirs: string;
}

type Row = CheckInContent | CheckIn;

const level = (value: Level | null) => (value ? levelText(value) : '');

const READ: [label: () => string, read: (row: Row) => string][] = [
  ...AREAS.map((area): [() => string, (row: Row) => string] => [
    () => t(`common.domain.${area}`),
    (row) => level(row[area])
  ]),
  [() => t('check_in.feel'), ({ feel }) => (feel ? t(`check_in.feel.${feel}`) : '')],
  [() => t('check_in.hard'), ({ was_hard }) => (was_hard ? t('common.yes') : t('common.no'))],
  [
    () => t('check_in.more'),
    ({ items }) => items.map((answer) => `${levelText(answer.level)}`).join(', ')
  ],
  [() => t('check_in.words'), ({ words }) => words],
  [() => t('check_in.helped'), ({ helped }) => helped],
  [
    () => t('check_in.hindered'),
    ({ hindered, hindered_by }) =>
      [hindered, hindered_by.length && t('check_in.picked', { n: hindered_by.length })]
        .filter(Boolean)
        .join('\n')
  ],
  [() => t('writing.together.who'), ({ together_with }) => together_with ?? ''],
  [() => t('check_in.day'), ({ recorded_at }) => dateText(recorded_at, 'moment', setting)]
];

/** Two versions of a check-in, part by part, as a person would read them. */
export const checkInDifferences = (mine: CheckInContent, theirs: CheckIn): Part[] =>
  READ.map(([label, read]) => ({ label: label(), mine: read(mine), theirs: read(theirs) }));
