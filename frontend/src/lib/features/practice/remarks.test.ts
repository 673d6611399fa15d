import { beforeEach, expect, test, vi } from 'vitest';
import { RemarkDraft } from './remarks.svelte.ts';

const asked: { path: string; body: Record<string, unknown> }[] = [];
const server = vi.fn<(request: Request) => Promise<Response>>();

beforeEach(() => {
  asked.length = 0;
  server.mockReset();
  server.mockImplementation(async (request) => {
    const body = (await request.json()) as Record<string, unknown>;
    asked.push({ path: new URL(request.url).pathname, body });
    return Response.json({}, { status: 201 });
  });
  vi.stubGlobal('fetch', server);
});

test('nothing is sent while nothing is written', async () => {
  await expect(new RemarkDraft('robin', 'support').send()).rejects.toMatchObject({
    errors: { words: [{ code: 'blank' }] }
  });
  expect(server).not.toHaveBeenCalled();
});

test('the words go to the person, and are nowhere afterwards', async () => {
  const draft = new RemarkDraft('robin', 'support');
  draft.pick('goal', 'allotment');
  draft.words = 'Well dug.';
  await draft.send();
  expect(asked[0]?.body).toEqual({ about: 'goal', about_id: 'allotment', words: 'Well dug.' });
  expect(draft.words).toBe('');
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
});

test('when the answer was lost the same is sent again under the same id, other words under another', async () => {
  const draft = new RemarkDraft('robin', 'support');
  draft.words = 'Well dug.';
  server.mockRejectedValueOnce(new TypeError());
  await expect(draft.send()).rejects.toMatchObject({ code: 'unreachable' });
  const lost = server.mock.calls[0]?.[0].url;
  expect(draft.words).toBe('Well dug.');
  await draft.send();
  expect(server.mock.calls[1]?.[0].url).toBe(lost);
  draft.words = 'And the beans.';
  await draft.send();
  expect(asked[0]?.path).not.toBe(asked[1]?.path);
});
