import { api, got } from '#lib/api/client.ts';
import { recordedNow } from '#lib/api/ids.ts';
import type { PeerProfile } from '#lib/api/types.ts';

export const ownProfile = (): Promise<PeerProfile> => got(api.GET('/api/v1/caseload/profile/'));

export const putProfile = (
  body: Pick<PeerProfile, 'words' | 'interests' | 'languages'> & { is_shown: boolean }
): Promise<PeerProfile> =>
  got(api.PUT('/api/v1/caseload/profile/', { body: { ...body, recorded_at: recordedNow() } }));
