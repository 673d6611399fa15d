import { expect, test, vi } from 'vitest';
import type { OnItsWay } from '#lib/offline/on-its-way.svelte.ts';
import { giveFile } from './uploads.ts';

const way = (send: () => Promise<unknown>) => ({ send }) as unknown as OnItsWay;
const file = new File(['[]'], 'council.json');

test('a file without its publisher or licence is not sent: minutes would go by for nothing', async () => {
  const send = vi.fn();
  const given = giveFile({ file, source: 'Council', licence: ' ' }, way(send));
  await expect(given).rejects.toMatchObject({ errors: { licence: [{ code: 'blank' }] } });
  expect(send).not.toHaveBeenCalled();
});
