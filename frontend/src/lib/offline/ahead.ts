import { savesData } from '#lib/api/thrift.ts';
import { remembered } from './remembered.ts';
import { store } from './store.ts';
import { byPhone } from './way.ts';

/** What somebody may need without a signal before they have looked at it here for the first time. */
const NEEDED = [
  '/api/v1/plan/',
  '/api/v1/goals/?page_size=100',
  '/api/v1/journal/entries/',
  '/api/v1/check-in-items/'
];

/** Once each, on a new phone; the screens' own questions keep it fresh from then on. */
export async function bringAhead(owner: string): Promise<void> {
  if (savesData()) return;
  for (const address of NEEDED) {
    if ((await remembered('who')) !== owner) return;
    const known = await (await store()).getKey('seen', [owner, address]);
    if (!known) await byPhone(owner)(new Request(location.origin + address));
  }
}
