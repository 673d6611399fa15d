import { api, got } from '#lib/api/client.ts';
import { Unreachable } from '#lib/api/errors.ts';
import { csrfToken, refusal } from '#lib/api/reach.ts';
import type { Brought, Closing, Export } from '#lib/api/types.ts';
import { confirmed } from '#lib/session/confirm.svelte.ts';

export const newestExport = async (): Promise<Export | null> =>
  (await got(api.GET('/api/v1/me/exports/')))[0] ?? null;

export const askForExport = (): Promise<Export> =>
  confirmed(() => got(api.POST('/api/v1/me/exports/')));

export const removeExport = (id: string) =>
  api.DELETE('/api/v1/me/exports/{id}/', { params: { path: { id } } });

const ZIP = 'application/zip';

/** The archive, which is no JSON. A link to it would show a refusal as a page. */
export const fileOf = (id: string): Promise<Blob> =>
  confirmed(async () => {
    const answer = await fetch(`/api/v1/me/exports/${id}/file/`).catch((error: unknown) => {
      throw new Unreachable(error);
    });
    if (!answer.ok) throw refusal(answer.status, await answer.json().catch(() => ({})));
    if (answer.headers.get('Content-Type') !== ZIP) throw new Unreachable(answer.status);
    return answer.blob();
  });

/** Hands the file to the phone, under a name that says nothing of what is in it. */
export function saveFile(file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'everything.zip';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Sends a file, telling in percent how much of it is gone. By XMLHttpRequest: fetch does not say, and a large file takes
 * longer than the ten seconds that every other request has.
 */
export function bring(id: string, file: File, onsent: (percent: number) => void): Promise<Brought> {
  const form = new FormData();
  form.set('file', file, 'brought.zip');
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) =>
      onsent(total > 0 ? Math.floor((100 * loaded) / total) : 0);
    request.onerror = () => reject(new Unreachable('the file did not arrive'));
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Brought);
      else reject(refusal(request.status, request.response ?? {}));
    };
    request.open('PUT', `/api/v1/me/brought/${id}/`);
    request.setRequestHeader('X-CSRFToken', csrfToken() ?? '');
    request.send(form);
  });
}

export const brought = (id: string): Promise<Brought> =>
  got(api.GET('/api/v1/me/brought/{id}/', { params: { path: { id } } }));

export const closing = (): Promise<Closing> => got(api.GET('/api/v1/me/closing/'));

/** When it will be closed; null when it is closed already. */
export async function close(email: string, is_at_once: boolean): Promise<Closing | null> {
  const { data } = await confirmed(() =>
    api.PUT('/api/v1/me/closing/', { body: { email, is_at_once } })
  );
  return data?.due_at ? data : null;
}

export const keepAccount = (): Promise<Closing> => got(api.DELETE('/api/v1/me/closing/'));
