import { api, got, gotNext } from '#lib/api/client.ts';
import type { GrantRequest, Paged, Purpose, ReviewPage, SharedPage } from '#lib/api/types.ts';

/** The two days that are compared; left out, the server chooses. */
export interface TwoDays {
  then?: string;
  now?: string;
}

/** The server's schema does not say what a page holds. */
const asPage = async (answer: Promise<unknown>): Promise<ReviewPage> =>
  (await answer) as ReviewPage;

export const getReview = (person: string, purpose: Purpose, days: TwoDays = {}) =>
  asPage(
    got(
      api.GET('/api/v1/people/{person_id}/review/', {
        params: { path: { person_id: person }, query: { purpose, ...days } }
      })
    )
  );

/** What the other would see if this were shared. Nothing is. */
export const lookAs = (body: GrantRequest, days: TwoDays = {}) =>
  asPage(got(api.POST('/api/v1/sharing/look/', { params: { query: days }, body })));

/** What the other sees now by this grant. */
export const lookThrough = (grant: string, days: TwoDays = {}) =>
  asPage(
    got(
      api.GET('/api/v1/sharing/grants/{id}/look/', {
        params: { path: { id: grant }, query: days }
      })
    )
  );

export const getPages = (person: string, purpose: Purpose): Promise<Paged<SharedPage>> =>
  got(
    api.GET('/api/v1/people/{person_id}/journal/', {
      params: { path: { person_id: person }, query: { purpose } }
    })
  );

export const pagesAfter = (next: string | null): Promise<Paged<SharedPage> | null> =>
  gotNext<Paged<SharedPage>>(next);
