import { api, got } from '#lib/api/client.ts';
import type { Notice } from '#lib/api/types.ts';

/** For those at work, who have no Today that brings them along. */
export async function unreadNotices(): Promise<Notice[]> {
  const page = await got(api.GET('/api/v1/notices/'));
  return page.results.filter(({ read_at }) => read_at === null);
}
