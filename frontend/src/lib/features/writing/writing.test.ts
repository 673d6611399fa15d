import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem, Unreachable } from '#lib/api/errors.ts';
import { Draft, flushDrafts } from '#lib/offline/drafts.ts';
import { forget } from '#lib/offline/store.ts';
import { begunBy, lastBegun } from './begun.ts';
import { Writing } from './writing.svelte.ts';

interface Page {
  id: string;
  version: number;
  words: string;
  tags: string[];
}
type Content = Pick<Page, 'words' | 'tags'>;

/** Two phones write to this one: create or replace, by the version last seen. */
class Server {
  rows = new Map<string, Page>();
  isDown = false;
  losesAnswers = false;

  put = async (id: string, body: Content & { version: number }): Promise<Page> => {
    if (this.isDown) throw new Unreachable();
    const held = this.rows.get(id);
    const isSame = held && held.words === body.words;
    if (held && !isSame && held.version !== body.version) {
      throw new ApiProblem({ status: 409, code: 'stale_version', current: { ...held } });
    }
    const row = isSame ? held : { ...body, id, version: (held?.version ?? 0) + 1 };
    this.rows.set(id, row);
    if (this.losesAnswers) throw new Unreachable();
    return { ...row, words: row.words.trim() };
  };
  get = async (id: string): Promise<Page> => {
    const held = this.rows.get(id);
    if (this.isDown) throw new Unreachable();
    if (!held) throw new ApiProblem({ status: 404, code: 'not_found' });
    return { ...held };
  };
}

let server: Server;

const page = (owner = 'alice', id = 'p1') =>
  new Writing<Content, Page>(
    {
      noun: 'page',
      blank: () => ({ words: '', tags: [] }),
      contentOf: ({ words, tags }) => ({ words, tags }),
      put: server.put
    },
    { owner, id }
  );

async function opened(owner = 'alice', id = 'p1') {
  const writing = page(owner, id);
  await writing.open(server.rows.has(id) || server.isDown ? () => server.get(id) : undefined);
  return writing;
}

function write(writing: Writing<Content, Page>, words: string) {
  writing.content.words = words;
  writing.keep();
}

/** What is written to the phone meanwhile has arrived there, or will within a second. */
const soon = (check: () => Promise<void>) => vi.waitFor(check, 1000);
const draft = (id = 'p1') => new Draft({ owner: 'alice', noun: 'page', id }).read();

beforeEach(() => {
  forget();
  vi.stubGlobal('indexedDB', new IDBFactory());
  server = new Server();
});

test('words are kept before they are saved, and found when the page opens again', async () => {
  write(await opened(), 'A heron came');
  await flushDrafts();
  const again = await opened();
  expect(again.content.words).toBe('A heron came');
  expect(again.isRestored).toBe(true);
});

test('nothing is kept of a page that is as it was', async () => {
  server.rows.set('p1', { id: 'p1', version: 4, words: 'as it was', tags: [] });
  const writing = await opened();
  write(writing, 'as it was, nearly');
  write(writing, 'as it was');
  await flushDrafts();
  expect(await draft()).toBeNull();
  expect(writing.isChanged).toBe(false);
});

test('saving sends the version last seen, and forgets the draft when the row comes back', async () => {
  server.rows.set('p1', { id: 'p1', version: 4, words: 'old', tags: [] });
  const writing = await opened();
  write(writing, 'new ');
  expect(await writing.save()).toMatchObject({ version: 5, words: 'new' });
  expect(writing.content.words).toBe('new');
  expect(await draft()).toBeNull();
});

test('without a signal the words stay on the screen and on the phone', async () => {
  const writing = await opened();
  server.isDown = true;
  write(writing, 'on the bus');
  expect(await writing.save()).toBeNull();
  expect(writing.problem).toBeInstanceOf(Unreachable);
  expect(writing.content.words).toBe('on the bus');
  await soon(async () => expect(await draft()).toMatchObject({ words: 'on the bus', version: 0 }));
  server.isDown = false;
  expect(await writing.save()).toMatchObject({ words: 'on the bus' });
});

test('an answer about another row is no answer', async () => {
  const put = server.put;
  server.put = async (id, body) => ({ ...(await put(id, body)), id: 'another' });
  const writing = await opened();
  write(writing, 'mine');
  expect(await writing.save()).toBeNull();
  expect(writing.problem).toBeInstanceOf(Unreachable);
});

test('what is written while it is being saved is not lost', async () => {
  const writing = await opened();
  write(writing, 'first');
  const saving = writing.save();
  write(writing, 'first and second');
  await saving;
  await flushDrafts();
  expect(writing.content.words).toBe('first and second');
  expect(writing.isChanged).toBe(true);
  expect(await draft()).toMatchObject({ words: 'first and second', version: 1 });
  expect(await writing.save()).toMatchObject({ version: 2, words: 'first and second' });
});

test('a second press while saving sends nothing', async () => {
  const writing = await opened();
  write(writing, 'once');
  const [first, second] = await Promise.all([writing.save(), writing.save()]);
  expect(first).toMatchObject({ version: 1 });
  expect(second).toBeNull();
});

test('a save whose answer was lost is found to have arrived', async () => {
  const writing = await opened();
  server.losesAnswers = true;
  write(writing, 'sent');
  await writing.save();
  server.losesAnswers = false;
  expect(await writing.save()).toMatchObject({ version: 1, words: 'sent' });
  const again = await opened();
  expect(again.isRestored).toBe(false);
});

/** The phone and the laptop both changed `old`; the laptop was first. */
async function conflict() {
  server.rows.set('p1', { id: 'p1', version: 1, words: 'old', tags: [] });
  const phone = await opened();
  await server.put('p1', { version: 1, words: 'from the laptop', tags: [] });
  write(phone, 'from the phone');
  expect(await phone.save()).toBeNull();
  await soon(async () => expect(await draft()).toMatchObject({ words: 'from the phone' }));
  return phone;
}

test('a newer version is shown beside one’s own, and neither is touched', async () => {
  const phone = await conflict();
  expect(phone.conflict).toMatchObject({ version: 2, words: 'from the laptop' });
  expect(phone.problem).toBeNull();
  expect(phone.content.words).toBe('from the phone');
  expect(server.rows.get('p1')?.words).toBe('from the laptop');
  expect(await draft()).toMatchObject({ words: 'from the phone' });
});

test('keeping mine replaces the newer one, knowingly', async () => {
  const phone = await conflict();
  expect(await phone.keepMine()).toMatchObject({ version: 3, words: 'from the phone' });
  expect(phone.conflict).toBeNull();
});

test('keeping mine asks again when there is a still newer one', async () => {
  const phone = await conflict();
  await server.put('p1', { version: 2, words: 'laptop, later', tags: [] });
  expect(await phone.keepMine()).toBeNull();
  expect(phone.conflict).toMatchObject({ version: 3, words: 'laptop, later' });
  expect(phone.content.words).toBe('from the phone');
});

test('keeping what is saved can be taken back', async () => {
  const phone = await conflict();
  const back = phone.keepTheirs();
  expect(phone.content.words).toBe('from the laptop');
  expect(phone.isChanged).toBe(false);
  back();
  phone.keep();
  expect(await phone.save()).toMatchObject({ version: 3, words: 'from the phone' });
});

test('keeping both makes a second row of one’s own text', async () => {
  const phone = await conflict();
  const row = await phone.keepBoth();
  expect(row?.id).not.toBe('p1');
  expect(server.rows.get('p1')?.words).toBe('from the laptop');
  expect([...server.rows.values()].map(({ words }) => words)).toContain('from the phone');
  expect(await begunBy('alice', 'page')).toEqual([]);
});

test('keeping both without a signal leaves one’s own text as a draft', async () => {
  const phone = await conflict();
  server.isDown = true;
  expect(await phone.keepBoth()).toBeNull();
  await soon(async () => {
    const begun = await begunBy<Content>('alice', 'page');
    expect(begun.map(({ content }) => content.words)).toContain('from the phone');
  });
  expect(phone.content.words).toBe('from the phone');
});

test('a draft begun from an older version meets the newer one on opening', async () => {
  await conflict();
  const later = await opened();
  expect(later.content.words).toBe('from the phone');
  expect(later.conflict).toMatchObject({ version: 2 });
});

test('a draft opens also when the server cannot be asked, or has the row no longer', async () => {
  await conflict();
  server.isDown = true;
  expect((await opened()).content.words).toBe('from the phone');
  server.isDown = false;
  server.rows.delete('p1');
  const gone = page();
  await gone.open(() => server.get('p1'));
  expect(gone.content.words).toBe('from the phone');
  expect(await gone.save()).toMatchObject({ words: 'from the phone' });
});

test('without a draft the refusal is told', async () => {
  server.isDown = true;
  await expect(opened()).rejects.toBeInstanceOf(Unreachable);
});

test('starting over can be taken back', async () => {
  write(await opened(), 'half a thought');
  await flushDrafts();
  const again = await opened();
  const back = again.startOver();
  expect(again.content.words).toBe('');
  back();
  again.keep();
  await flushDrafts();
  expect(again.content.words).toBe('half a thought');
  expect(await draft()).toMatchObject({ words: 'half a thought' });
});

test('the newest new text that fits is found again, by its owner only', async () => {
  write(await opened('alice', 'a'), 'first');
  await flushDrafts();
  await new Promise((aMomentLater) => setTimeout(aMomentLater, 2));
  write(await opened('alice', 'b'), 'second');
  await flushDrafts();
  expect(await lastBegun('alice', 'page')).toBe('b');
  expect(await lastBegun<Content>('alice', 'page', ({ words }) => words === 'first')).toBe('a');
  expect(await lastBegun('bob', 'page')).toBeUndefined();
});

test('an edit that was begun is no new text', async () => {
  server.rows.set('p1', { id: 'p1', version: 1, words: 'old', tags: [] });
  write(await opened(), 'newer');
  await flushDrafts();
  expect(await lastBegun('alice', 'page')).toBeUndefined();
  expect(await begunBy('alice', 'page')).toHaveLength(1);
});
