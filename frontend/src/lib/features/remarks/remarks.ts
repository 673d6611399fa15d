import { api, got } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { Paged, Remark, RemarkAnswer } from '#lib/api/types.ts';
import { known, t } from '#lib/i18n/t.svelte.ts';

export const LIMIT = 2_000;

export const firstRemarks = (): Promise<Paged<Remark>> => got(api.GET('/api/v1/remarks/'));

export async function newestRemark(): Promise<Remark | null> {
  const params = { query: { page_size: 1 } };
  return (await got(api.GET('/api/v1/remarks/', { params }))).results[0] ?? null;
}

/** “Cleo, clinician”. */
export function writerText({ called, role }: Pick<Remark, 'called' | 'role'>): string {
  if (!called) return t('sharing.remarks.gone');
  const name = known(`sharing.role.${role}`) ?? role;
  return t('sharing.remarks.by', { called, role: name.toLocaleLowerCase() });
}

export async function putAnswer(remark: string, id: string, words: string): Promise<RemarkAnswer> {
  if (!words.trim()) throw noWords();
  const params = { path: { id: remark, answer_id: id } };
  const body = { recorded_at: recordedNow(), words };
  return got(api.PUT('/api/v1/remarks/{id}/answers/{answer_id}/', { params, body }));
}

const noWords = () =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { words: [{ code: 'blank' }] } });

export async function deleteAnswer(remark: string, id: string): Promise<void> {
  const params = { path: { id: remark, answer_id: id } };
  await api.DELETE('/api/v1/remarks/{id}/answers/{answer_id}/', { params });
}

/** For good. */
export async function eraseRemark(id: string): Promise<void> {
  await api.DELETE('/api/v1/remarks/{id}/', { params: { path: { id } } });
}

/** Where the thing it is about can be looked at; null where there is no such place. */
export function placeOf({ about, about_id }: Pick<Remark, 'about' | 'about_id'>): string | null {
  if (about === 'goal') return `/goals/${about_id}`;
  if (about === 'milestone') return `/timeline/${about_id}`;
  return about === 'sheet' ? `/me/sheets/${about_id}` : null;
}
