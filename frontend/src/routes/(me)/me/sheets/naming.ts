import type { Grant, MeetingSheet } from '#lib/api/types.ts';
import { whoText } from '#lib/features/sharing/words.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export const nameOf = ({ meeting_on }: Pick<MeetingSheet, 'meeting_on'>): string =>
  meeting_on
    ? t('sheets.for', { day: dateText(meeting_on, 'short', setting) })
    : t('sheets.for_some');

/** Who has it beside the person: nobody, where what it was handed over with has ended. */
export function handedText({ grant }: Pick<MeetingSheet, 'grant'>, grants: Grant[]): string {
  const given = grants.find(({ id }) => id === grant);
  return given ? t('sheets.handed', { who: whoText(given) }) : t('sheets.kept');
}
