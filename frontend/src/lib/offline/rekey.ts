import { hold, sealed, sealedWith, unsealed } from './seal.ts';
import { ofOwner, store, type KeyRow, type Sealed } from './store.ts';

const SHELVES = ['drafts', 'outbox', 'seen'] as const;

/**
 * Everything of one person sealed under another key, in one transaction: before it the old key opens all, after it
 * the new one. Another tab that wrote meanwhile makes it begin again.
 */
export async function relocked(
  owner: string,
  key: CryptoKey,
  row: Omit<KeyRow, 'owner'>
): Promise<void> {
  await sealed(owner, null); // There is a key by now, and it is open.
  const anew = await resealed(owner, key);
  const work = (await store()).transaction([...SHELVES, 'keys'], 'readwrite', {
    durability: 'strict'
  });
  for (const { shelf, rows } of anew) {
    const there = await work.objectStore(shelf).count(ofOwner(owner));
    if (there !== rows.length) {
      work.abort();
      await work.done.catch(() => undefined);
      return relocked(owner, key, row);
    }
    for (const one of rows) await work.objectStore(shelf).put(one as never);
  }
  await work.objectStore('keys').put({ owner, ...row });
  await work.done;
  hold(owner, key);
}

async function resealed(owner: string, key: CryptoKey) {
  const shelves = await store();
  return Promise.all(
    SHELVES.map(async (shelf) => {
      const rows = (await shelves.getAll(shelf, ofOwner(owner))) as { sealed?: Sealed }[];
      return { shelf, rows: await Promise.all(rows.map((row) => anew(owner, key, row))) };
    })
  );
}

async function anew<Row extends { sealed?: Sealed }>(
  owner: string,
  key: CryptoKey,
  row: Row
): Promise<Row> {
  if (!row.sealed) return row;
  const open = await unsealed(owner, row.sealed).catch(() => undefined);
  return open === undefined ? row : { ...row, sealed: await sealedWith(key, owner, open) };
}
