import { beforeEach, expect, test, vi } from 'vitest';
import { OpenScale } from './open-scale.svelte.ts';
import { scaleWriting } from './attainment.ts';

const server = vi.fn<(request: Request) => Promise<Response>>();
const answer = (body: unknown, status = 200) =>
  server.mockResolvedValueOnce(
    new Response(body === null ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json' }
    })
  );

const scale = {
  recorded_at: '2026-11-26T10:00:00Z',
  version: 1,
  words: ['', '', 'A', '', ''],
  weight: 1
};
const at = (level: number) => ({ id: 'x', recorded_at: '2026-11-26T10:00:00Z', level });
const page = (...results: unknown[]) => ({ results, next: null, previous: null });

beforeEach(() => {
  server.mockReset();
  vi.stubGlobal('fetch', server);
});

async function opened() {
  answer(scale);
  answer(page());
  answer({ t: null, goals: 0 });
  return OpenScale.read('g');
}

test('whoever wants no number is asked for nothing more', async () => {
  answer({ code: 'not_found', status: 404 }, 404);
  const open = await OpenScale.read('g');
  expect([open.scale, open.number, server.mock.calls.length]).toEqual([null, null, 1]);
});

test('another trouble is not taken for not wanting one', async () => {
  answer({ code: 'server_error', status: 500 }, 500);
  await expect(OpenScale.read('g')).rejects.toMatchObject({ status: 500 });
});

test('where the goal is, is said and taken back, and the number follows', async () => {
  const open = await opened();
  answer(at(1), 201);
  answer(page(at(1)));
  answer({ t: 60, goals: 1 });
  const back = await open.say(1);
  expect([open.last?.level, open.number?.t]).toEqual([1, 60]);
  answer(null, 204);
  answer(page());
  answer({ t: null, goals: 0 });
  await back();
  expect([open.last, open.number?.t]).toEqual([null, null]);
});

test('with the scale goes what was said on it', async () => {
  const open = await opened();
  answer(null, 204);
  await open.remove();
  expect([open.scale, open.last]).toEqual([null, null]);
});

test('a scale begins with five empty steps and counts once', () => {
  expect(scaleWriting.blank()).toMatchObject({ words: ['', '', '', '', ''], weight: 1 });
});
