import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { Unreachable } from '#lib/api/errors.ts';
import { Draft } from '#lib/offline/drafts.ts';
import { putBack, takeBack } from './put-back.ts';
import type { Kind } from './writing.svelte.ts';

interface Content {
  words: string;
}
type Row = Content & { id: string; version: number };

const put = vi.fn<(id: string, body: Content & { version: number }) => Promise<Row>>();
const kind: Kind<Content, Row> = {
  noun: 'note',
  blank: () => ({ words: '' }),
  contentOf: ({ words }) => ({ words }),
  put
};
const place = { owner: 'robin', id: '0192' };
const draft = () => new Draft<Content & { version: number }>({ ...place, noun: 'note' });
const words = { words: 'rain', version: 0 };
const stay = () => Promise.resolve();

beforeEach(async () => {
  put.mockReset();
  await draft().clear();
});

test('what is put back needs no draft any more', async () => {
  put.mockImplementation(async (id, body) => ({ ...body, id, version: 1 }));
  await putBack(kind, place, words, stay);
  expect(put).toHaveBeenCalledExactlyOnceWith('0192', words);
  expect(await draft().read()).toBeNull();
});

test('what cannot be put back is kept with all its words, and its page opens', async () => {
  put.mockRejectedValue(new Unreachable());
  const open = vi.fn(stay);
  await expect(putBack(kind, place, words, open)).rejects.toThrow(Unreachable);
  expect(open).toHaveBeenCalledOnce();
  expect(await draft().read()).toEqual(words);
});

test('the words are on the phone before the row leaves the server', async () => {
  let kept: unknown = null;
  await takeBack(kind, place, { words: 'rain' }, async () => {
    kept = await draft().read();
  });
  expect(kept).toEqual(words);
  expect(await draft().read()).toEqual(words);
});

test('a row that could not be taken back leaves no second one behind', async () => {
  const refuse = () => Promise.reject(new Unreachable());
  await expect(takeBack(kind, place, { words: 'rain' }, refuse)).rejects.toThrow(Unreachable);
  expect(await draft().read()).toBeNull();
});
