import { api, got } from '#lib/api/client.ts';
import type { Source } from '#lib/api/types.ts';

export type SourceContent = Pick<
  Source,
  'name' | 'address' | 'licence' | 'every_hours' | 'is_active'
>;

export const DAY = 24;

export const sources = (): Promise<Source[]> => got(api.GET('/api/v1/directory/sources/'));

export const putSource = (source_id: string, body: SourceContent): Promise<Source> =>
  got(api.PUT('/api/v1/directory/sources/{source_id}/', { params: { path: { source_id } }, body }));
