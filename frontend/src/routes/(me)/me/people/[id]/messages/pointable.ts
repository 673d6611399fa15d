import { api, got } from '#lib/api/client.ts';
import type { AttachedKind } from '#lib/api/types.ts';
import { dateText } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

export interface Pointable {
  kind: AttachedKind;
  id: string;
  words: string;
}

/** Goals, and sheets that were handed to somebody. Whether the other side may see one is asked when it is sent. */
export async function pointable(): Promise<Pointable[]> {
  const [goals, sheets] = await Promise.all([
    got(api.GET('/api/v1/goals/', { params: { query: { status: 'active' } } })),
    got(api.GET('/api/v1/sheets/'))
  ]);
  return [
    ...goals.results.map(({ id, words }) => ({ kind: 'goal' as const, id, words })),
    ...sheets.results
      .filter(({ grant }) => grant)
      .map(({ id, meeting_on, recorded_at }) => ({
        kind: 'sheet' as const,
        id,
        words: dateText(meeting_on ?? recorded_at, 'short', setting)
      }))
  ];
}
