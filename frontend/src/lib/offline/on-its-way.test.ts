import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { usePhoneAs } from '#lib/api/shared.ts';

const PLACE = { name: 'brought', most: 100 };
const ids: string[] = [];
const sent = vi.fn<(id: string) => Promise<string>>();
const dropped = vi.fn<(id: string) => Promise<void>>();
vi.mock('#lib/api/pieces.ts', () => ({
  sendInPieces: (id: string) => (ids.push(id), sent(id)),
  dropFile: (id: string) => dropped(id)
}));

/** As after a reload: nothing is left in memory. */
async function page(owner = 'alice') {
  vi.resetModules();
  const [{ OnItsWay }, { store }] = await Promise.all([
    import('./on-its-way.svelte.ts'),
    import('./store.ts')
  ]);
  return { way: new OnItsWay(owner, PLACE), store };
}
const file = (name = 'everything.zip', lastModified = 7) => new File(['x'], name, { lastModified });
const finish = () => Promise.resolve();
const breaksOff = () => sent.mockRejectedValueOnce(new Error('no signal'));

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  usePhoneAs('mine');
  ids.length = 0;
  sent.mockReset().mockResolvedValue('arrived');
  dropped.mockReset().mockResolvedValue();
});

test('the same file goes on under the same id, also after the page was closed', async () => {
  breaksOff();
  const { way } = await page();
  await expect(way.send(file(), finish)).rejects.toThrow('no signal');
  breaksOff();
  await expect(way.send(file(), finish)).rejects.toThrow();
  expect(await (await page()).way.send(file(), finish)).toBe('arrived');
  expect(new Set(ids).size).toBe(1);
  expect(dropped).not.toHaveBeenCalled();
});

test('what has arrived is done with: the same file again is another one', async () => {
  const { way } = await page();
  await way.send(file(), finish);
  await way.send(file(), finish);
  await (await page()).way.send(file(), finish);
  expect(new Set(ids).size).toBe(3);
});

test.each([file('another.zip'), file('everything.zip', 8)])(
  'another file takes its place, and the rest of the first is not going to come',
  async (other) => {
    breaksOff();
    const { way } = await page();
    await expect(way.send(file(), finish)).rejects.toThrow();
    await (await page()).way.send(other, finish);
    expect(new Set(ids).size).toBe(2);
    expect(dropped.mock.calls).toEqual([[ids[0]]]);
  }
);

test('somebody else on this phone begins anew', async () => {
  breaksOff();
  const { way } = await page();
  await expect(way.send(file(), finish)).rejects.toThrow();
  await (await page('bob')).way.send(file(), finish);
  expect(new Set(ids).size).toBe(2);
});

test('the name of a file does not lie on the phone in clear, and on a shared one not at all', async () => {
  breaksOff();
  const mine = await page();
  await expect(mine.way.send(file('about me.zip'), finish)).rejects.toThrow();
  const rows = await (await mine.store()).getAll('seen');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('about me');

  vi.stubGlobal('indexedDB', new IDBFactory());
  usePhoneAs('shared');
  breaksOff();
  const shared = await page();
  await expect(shared.way.send(file(), finish)).rejects.toThrow();
  expect(await (await shared.store()).getAll('seen')).toEqual([]);
});

test('nothing is on its way when it went wrong, and none of it waits', async () => {
  breaksOff();
  const { way } = await page();
  const sending = way.send(file(), finish);
  expect(way.share).toBe(0);
  await expect(sending).rejects.toThrow();
  expect([way.share, way.isWaiting]).toEqual([null, false]);
});
