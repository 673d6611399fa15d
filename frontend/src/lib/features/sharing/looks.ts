import { api, got } from '#lib/api/client.ts';
import type { LogLine, Paged, Scope } from '#lib/api/types.ts';

export interface LogFilter {
  person: string | null;
  kind: Scope | null;
}

export const EVERYTHING: LogFilter = { person: null, kind: null };

const asQuery = ({ person, kind }: LogFilter) => ({
  ...(person && { person }),
  ...(kind && { kind })
});

export const looks = (filter: LogFilter = EVERYTHING, size?: number): Promise<Paged<LogLine>> =>
  got(
    api.GET('/api/v1/access-log/', {
      params: { query: { ...asQuery(filter), ...(size && { page_size: size }) } }
    })
  );

/** Where the same lines are to be had as a table. */
export function tableAddress(filter: LogFilter): string {
  const query = new URLSearchParams(asQuery(filter)).toString();
  return `/api/v1/access-log/export/${query && `?${query}`}`;
}

/** One can only ask for somebody one has met in the list. */
export function met(known: LogLine['who'][], rows: LogLine[]): LogLine['who'][] {
  const byId = new Map(known.map((who) => [who.id, who]));
  for (const { who } of rows) if (who.id && !byId.has(who.id)) byId.set(who.id, who);
  return [...byId.values()];
}
