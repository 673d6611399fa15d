import { api, got } from '#lib/api/client.ts';
import { Unreachable } from '#lib/api/errors.ts';
import { refusal } from '#lib/api/reach.ts';
import type { Brought, Closing, Export } from '#lib/api/types.ts';
import type { OnItsWay, Place } from '#lib/offline/on-its-way.svelte.ts';
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

export const ARCHIVES: Place = { name: 'brought', most: 32 * 1024 * 1024 };

export const bring = (file: File, way: OnItsWay): Promise<Brought> =>
  way.send(file, (id, body, init) =>
    got(api.PUT('/api/v1/me/brought/{id}/', { params: { path: { id } }, body, ...init }))
  );

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
