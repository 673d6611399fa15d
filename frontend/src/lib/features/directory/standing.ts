import type { KeptResource } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

type Standing = Pick<
  KeptResource,
  | 'status'
  | 'merged_into'
  | 'assured_on'
  | 'last_checked_on'
  | 'link_broken_on'
  | 'is_stale'
  | 'open_reports'
>;

/** The newest day on which its publisher or one of us made sure of it. */
const checkedOn = ({ assured_on, last_checked_on }: Standing) =>
  [assured_on, last_checked_on]
    .filter((day) => day !== null)
    .sort()
    .at(-1);

export function checkedText(resource: Standing): string {
  const on = checkedOn(resource);
  return on
    ? t('directory.checked', { date: dateText(on, 'short', setting) })
    : t('directory.checked.never');
}

/** What a manager has to know of it, the weightiest first; nothing where all is well. */
export function concerns(resource: Standing): string[] {
  const { status, merged_into, link_broken_on, open_reports, is_stale } = resource;
  return [
    merged_into && t('directory.merged'),
    !merged_into && status !== 'active' && t(`directory.status.${status}`),
    open_reports > 0 && t('directory.reported', { n: open_reports }),
    link_broken_on &&
      t('directory.link_broken', { date: dateText(link_broken_on, 'short', setting) }),
    is_stale && status === 'active' && !link_broken_on && t('directory.old')
  ].filter((text) => typeof text === 'string');
}
