import { api, got } from '#lib/api/client.ts';
import type { Paged, Report, ReportOutcome, ReportReason, WholeReport } from '#lib/api/types.ts';

export const REASONS = [
  'closed',
  'wrong_details',
  'link_broken',
  'not_as_said',
  'not_safe',
  'other'
] as const satisfies ReportReason[];

export const OUTCOMES = ['corrected', 'retired', 'as_it_was'] as const satisfies ReportOutcome[];

/** Characters of what was wrong. */
export const LIMIT = 500;

export async function sayWrong(
  resource_id: string,
  reason: ReportReason,
  words: string
): Promise<void> {
  const path = { resource_id };
  await api.POST('/api/v1/resources/{resource_id}/reports/', {
    params: { path },
    body: { reason, words }
  });
}

export const reports = (is_closed: boolean): Promise<Paged<Report>> =>
  got(api.GET('/api/v1/directory/reports/', { params: { query: { is_closed } } }));

/** With its words. Whoever wrote them can see that they were read. */
export const oneReport = (report_id: string): Promise<WholeReport> =>
  got(api.GET('/api/v1/directory/reports/{report_id}/', { params: { path: { report_id } } }));

export const closeReport = (report_id: string, outcome: ReportOutcome): Promise<Report> =>
  got(
    api.POST('/api/v1/directory/reports/{report_id}/close/', {
      params: { path: { report_id } },
      body: { outcome }
    })
  );
