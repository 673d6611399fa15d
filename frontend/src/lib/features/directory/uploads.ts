import { api, got } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import type { Upload } from '#lib/api/types.ts';
import type { OnItsWay, Place } from '#lib/offline/on-its-way.svelte.ts';

export interface FileToGive {
  file: File;
  source: string;
  licence: string;
}

export const openUploads = (): Promise<Upload[]> => got(api.GET('/api/v1/directory/uploads/'));

export const oneUpload = (upload_id: string): Promise<Upload> =>
  got(api.GET('/api/v1/directory/uploads/{upload_id}/', { params: { path: { upload_id } } }));

export const isOpen = ({ state }: Pick<Upload, 'state'>): boolean =>
  state === 'waiting' || state === 'reading';

export const DIRECTORIES: Place = { name: 'directory', most: 64 * 1024 * 1024 };

/** What it is said to be is looked at before minutes go by for nothing. */
export async function giveFile(
  { file, source, licence }: FileToGive,
  way: OnItsWay
): Promise<Upload> {
  refuseBlank({ source, licence });
  const about = { file_name: file.name.slice(-200), source, licence };
  return way.send(file, (upload_id, whole, init) =>
    got(
      api.PUT('/api/v1/directory/uploads/{upload_id}/', {
        params: { path: { upload_id } },
        body: { ...whole, ...about },
        ...init
      })
    )
  );
}

/** As the server would say it. */
function refuseBlank(fields: Record<string, string>): void {
  const blank = Object.entries(fields).filter(([, text]) => !text.trim());
  if (blank.length === 0) return;
  const errors = Object.fromEntries(blank.map(([name]) => [name, [{ code: 'blank' }]]));
  throw new ApiProblem({ status: 400, code: 'invalid', errors });
}
