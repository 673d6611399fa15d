import { api, got } from '#lib/api/client.ts';
import { Unreachable } from '#lib/api/errors.ts';
import { csrfToken, refusal } from '#lib/api/reach.ts';
import type { Upload } from '#lib/api/types.ts';

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

/**
 * Send a file, telling how much of it is gone, from 0 to 1. By XMLHttpRequest: fetch does not say, and a large
 * file takes longer than the ten seconds that every other request has.
 */
export function giveFile(
  id: string,
  { file, source, licence }: FileToGive,
  onsent: (share: number) => void
): Promise<Upload> {
  const form = new FormData();
  form.set('file', file, file.name.slice(-200));
  form.set('source', source);
  form.set('licence', licence);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onsent(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Unreachable('the file did not arrive'));
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Upload);
      else reject(refusal(request.status, request.response ?? {}));
    };
    request.open('PUT', `/api/v1/directory/uploads/${id}/`);
    request.setRequestHeader('X-CSRFToken', csrfToken() ?? '');
    request.send(form);
  });
}
