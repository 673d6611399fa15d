import { api, got } from '#lib/api/client.ts';
import type { Paged, Term } from '#lib/api/types.ts';

export interface Meaning {
  kind: string;
  areas: string[];
  mechanisms: string[];
}

export const terms = (is_placed: boolean): Promise<Paged<Term>> =>
  got(api.GET('/api/v1/directory/terms/', { params: { query: { is_placed } } }));

export const placeTerm = (term_id: string, meaning: Meaning): Promise<Term> =>
  got(
    api.PUT('/api/v1/directory/terms/{term_id}/', { params: { path: { term_id } }, body: meaning })
  );
