import { KINDS } from '#lib/features/sheets/ticks.ts';
import type { SheetContent } from '#lib/features/sheets/sheets.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

const dayOf = (day: string | null) => (day ? dateText(day, 'short', setting) : '');

/** Two versions of a sheet, part by part, as a person would read them. */
export function sheetDifferences(mine: SheetContent, theirs: SheetContent) {
  const part = (label: string, read: (content: SheetContent) => string) => ({
    label,
    mine: read(mine),
    theirs: read(theirs)
  });
  return [
    part(t('sheets.words'), ({ words }) => words),
    part(t('sheets.meeting_on'), ({ meeting_on }) => dayOf(meeting_on)),
    ...([...KINDS, 'domains'] as const).map((kind) =>
      part(t(`sheets.${kind}`), (content) => t('sheets.ticked', { n: content[kind].length }))
    ),
    part(t('sheets.compare'), ({ then_on, now_on }) =>
      [dayOf(then_on), dayOf(now_on)].filter(Boolean).join(' – ')
    )
  ];
}
