import { beforeEach, expect, test, vi } from 'vitest';
import type { Measure, OwnItem } from '#lib/api/types.ts';
import { OpenQuestions } from './open-questions.svelte.ts';
import { askedByArea, type Questions } from './questions.ts';

const item = (code: string, domain: string) =>
  ({ code, domain, area: `${domain}.x`, text: code, is_default: true }) as Measure['items'][0];
const mine = (id: string, domain: OwnItem['domain'], is_archived = false): OwnItem => ({
  id,
  domain,
  text: id,
  is_archived
});
const questions = (chosen: string[], own: OwnItem[] = []): Questions => ({
  measures: [{ items: [item('home', 'functional'), item('hope', 'existential')] } as Measure],
  items: { chosen, own }
});

const server = vi.fn<(request: Request) => Promise<Response>>();
const answers = (status: number, body: unknown) =>
  server.mockResolvedValueOnce(
    new Response(body === null ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json' }
    })
  );

beforeEach(() => {
  server.mockReset();
  vi.stubGlobal('fetch', server);
});

test('only what the person chose is asked, their own questions among it', () => {
  const own = [mine('draw', 'functional'), mine('old', 'functional', true)];
  const asked = askedByArea(questions(['home'], own));
  expect(asked.map(({ area, questions }) => [area, questions.map(({ key }) => key)])).toEqual([
    ['functional', ['home', 'draw']]
  ]);
  expect(asked[0]?.questions).toMatchObject([
    { item: 'home', own_item: null },
    { item: null, own_item: 'draw' }
  ]);
});

test('nothing chosen leaves nothing to ask', () => expect(askedByArea(questions([]))).toEqual([]));

test('a choice shows at once, and is taken back when the server says no', async () => {
  const open = new OpenQuestions(questions(['home']));
  answers(500, { code: 'server_error', status: 500 });
  const choosing = open.choose('hope', true);
  expect(open.chosen).toEqual(['home', 'hope']);
  await expect(choosing).rejects.toMatchObject({ code: 'server_error' });
  expect(open.chosen).toEqual(['home']);
});

test('taps faster than the network end in the list the person sees', async () => {
  const open = new OpenQuestions(questions(['home']));
  answers(200, {});
  answers(200, {});
  const first = open.choose('hope', true);
  await open.choose('home', false);
  await first;
  const sent = await Promise.all(server.mock.calls.map(([request]) => request.json()));
  expect(sent).toEqual([{ chosen: ['home', 'hope'] }, { chosen: ['hope'] }]);
  expect(open.chosen).toEqual(['hope']);
});

test('an own question is put away, not lost, and comes back with the same id', async () => {
  const open = new OpenQuestions(questions([], [mine('draw', 'functional')]));
  answers(204, null);
  const back = await open.putAway(mine('draw', 'functional'));
  expect(open.own).toEqual([mine('draw', 'functional', true)]);
  answers(200, mine('draw', 'functional'));
  await back();
  expect(open.own).toEqual([mine('draw', 'functional')]);
  expect(await server.mock.calls[1]?.[0].json()).toEqual({ domain: 'functional', text: 'draw' });
});
