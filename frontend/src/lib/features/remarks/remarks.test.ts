import { beforeEach, expect, test, vi } from 'vitest';
import type { Remark } from '#lib/api/types.ts';
import { messages, speak } from '#lib/i18n/t.svelte.ts';
import { OpenRemarks } from './open-remarks.svelte.ts';
import { placeOf, writerText } from './remarks.ts';

const server = vi.fn<(request: Request) => Promise<Response>>();
const answer = (body: unknown, status = 200) =>
  server.mockResolvedValueOnce(
    new Response(body === null ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json' }
    })
  );
const sent = (call: number) => server.mock.calls[call]?.[0] as Request;

const said = { id: 'a', recorded_at: '2026-11-26T10:00:00Z', words: 'I see it differently.' };
const remark: Remark = {
  id: 'r',
  at: '2026-11-26T09:00:00Z',
  about: 'review',
  about_id: null,
  words: 'It looks calmer.',
  erased_at: null,
  answers: [],
  purpose: 'review',
  called: 'Cleo',
  role: 'clinician'
};

async function opened(one = remark) {
  answer({ results: [one], next: null, previous: null });
  return OpenRemarks.read();
}

beforeEach(async () => {
  server.mockReset();
  vi.stubGlobal('fetch', server);
  await speak('en');
  await messages('sharing');
});

test('an answer stands below what it answers', async () => {
  const remarks = await opened();
  answer(said);
  await remarks.answer(remark, 'a', said.words);
  expect(remarks.rows[0]?.answers).toEqual([said]);
  expect(sent(1).url).toMatch(/\/remarks\/r\/answers\/a\/$/);
});

test('an empty answer is not sent', async () => {
  const remarks = await opened();
  await expect(remarks.answer(remark, 'a', '  ')).rejects.toMatchObject({ code: 'invalid' });
  expect(server).toHaveBeenCalledTimes(1);
});

test('an answer taken back can be put back, as a new one', async () => {
  const answered = { ...remark, answers: [said] };
  const remarks = await opened(answered);
  answer(null, 204);
  const back = await remarks.takeBack(answered, said);
  expect(remarks.rows[0]?.answers).toEqual([]);
  answer({ ...said, id: 'b' });
  await back();
  expect(sent(2).url).not.toContain('/answers/a/');
  expect(remarks.rows[0]?.answers).toMatchObject([{ id: 'b', words: said.words }]);
});

test('of words taken away nothing stays but that they were there', async () => {
  const remarks = await opened({ ...remark, answers: [said] });
  answer(null, 204);
  await remarks.erase(remark);
  expect(remarks.rows[0]).toMatchObject({ words: '', answers: [], called: 'Cleo' });
  expect(remarks.rows[0]?.erased_at).not.toBeNull();
});

test('when the server says no, nothing on the screen says otherwise', async () => {
  const remarks = await opened();
  answer({ code: 'server_error', status: 500 }, 500);
  await expect(remarks.erase(remark)).rejects.toThrow();
  expect(remarks.rows[0]?.words).toBe('It looks calmer.');
});

test('who wrote, and what it is about where that can be looked at', () => {
  expect(writerText(remark)).toBe('Cleo, clinician');
  expect(writerText({ ...remark, called: '' })).toBe('Somebody whose account is gone');
  expect(placeOf({ about: 'goal', about_id: 'g' })).toBe('/goals/g');
  expect(placeOf({ about: 'sheet', about_id: 's' })).toBe('/me/sheets/s');
  expect(placeOf(remark)).toBeNull();
});
