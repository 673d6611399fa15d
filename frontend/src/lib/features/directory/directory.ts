import { api, got, gotNext } from '#lib/api/client.ts';
import type {
  BrokenContact,
  Duplicate,
  ImportRun,
  KeptResource,
  Paged,
  ResourceNeeds,
  ResourceStatus,
  ToDo,
  UnplacedService,
  WholeImport,
  WholeUnplacedService
} from '#lib/api/types.ts';
import type { ResourceContent } from './content.ts';

export const toDo = (): Promise<ToDo> => got(api.GET('/api/v1/directory/'));

/** Numbers for a crisis whose link leads nowhere. */
export const brokenContacts = (): Promise<BrokenContact[]> =>
  got(api.GET('/api/v1/directory/broken-contacts/'));

/** What is looked for; empty: everything. */
export interface Wanted {
  q: string;
  kind: string;
  status: ResourceStatus | '';
  needs: ResourceNeeds | '';
}

export const wantedIn = (query: Pick<URLSearchParams, 'get'>): Wanted => ({
  q: query.get('q') ?? '',
  kind: query.get('kind') ?? '',
  status: (query.get('status') ?? '') as Wanted['status'],
  needs: (query.get('needs') ?? '') as Wanted['needs']
});

export const kept = (wanted: Wanted): Promise<Paged<KeptResource>> =>
  got(api.GET('/api/v1/directory/resources/', { params: { query: wanted } }));

export const oneKept = (resource_id: string): Promise<KeptResource> =>
  got(api.GET('/api/v1/directory/resources/{resource_id}/', at(resource_id)));

export const addResource = (key: string, content: ResourceContent): Promise<KeptResource> =>
  got(api.POST('/api/v1/directory/resources/', { body: { key, ...content } }));

/** `seen_at`: when it was changed last, as seen; null for a service that is placed for the first time. */
export const changeResource = (
  id: string,
  content: ResourceContent,
  seen_at: string | null
): Promise<KeptResource> =>
  got(
    api.PUT('/api/v1/directory/resources/{resource_id}/', {
      ...at(id),
      body: { ...content, seen_at }
    })
  );

export const retire = (id: string): Promise<KeptResource> =>
  got(api.POST('/api/v1/directory/resources/{resource_id}/retire/', at(id)));

export const publish = (id: string): Promise<KeptResource> =>
  got(api.POST('/api/v1/directory/resources/{resource_id}/publish/', at(id)));

export const confirm = (id: string): Promise<KeptResource> =>
  got(api.POST('/api/v1/directory/resources/{resource_id}/confirm/', at(id)));

export const merge = (id: string, into: string): Promise<KeptResource> =>
  got(api.POST('/api/v1/directory/resources/{resource_id}/merge/', { ...at(id), body: { into } }));

const at = (resource_id: string) => ({ params: { path: { resource_id } } });

export const doubles = (): Promise<Duplicate[]> => got(api.GET('/api/v1/directory/duplicates/'));

export const toPlace = (): Promise<Paged<UnplacedService>> =>
  got(api.GET('/api/v1/directory/services/'));

export const oneToPlace = (service_id: string): Promise<WholeUnplacedService> =>
  got(api.GET('/api/v1/directory/services/{service_id}/', { params: { path: { service_id } } }));

export const imports = (): Promise<Paged<ImportRun>> => got(api.GET('/api/v1/directory/imports/'));

export const oneImport = (import_id: string): Promise<WholeImport> =>
  got(api.GET('/api/v1/directory/imports/{import_id}/', { params: { path: { import_id } } }));

export const after = <T>(page: Paged<T>): Promise<Paged<T> | null> => gotNext<Paged<T>>(page.next);

/** Where our own directory is taken out, as HSDS. */
export const EXPORT = '/api/v1/directory/export/';

/** They only look the same: do not ask again. */
export async function keepApart(first: string, second: string): Promise<void> {
  await api.POST('/api/v1/directory/duplicates/', { body: { first, second } });
}
