import { beforeEach, expect, test, vi } from 'vitest';
import type { Goal, GoalStep } from '#lib/api/types.ts';
import { OpenGoal } from './open-goal.svelte.ts';
import { rate } from './rate.ts';

const server = vi.fn<(request: Request) => Promise<Response>>();
const json = (status: number, body: unknown, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });
const sent = (call: number) => server.mock.calls[call]?.[0] as Request;

/** Takes what is put, answers it, and remembers it under its address. */
const stored = new Map<string, unknown>();
async function takes(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === 'DELETE') {
    stored.delete(pathname);
    return new Response(null, { status: 204 });
  }
  const body = (await request.clone().json()) as object;
  if (pathname.endsWith('/status/')) return json(200, goal({ ...body }));
  stored.set(pathname, body);
  return json(200, { ...body, id: pathname.split('/').at(-2) });
}

const step = (id: string, position: number): GoalStep => ({
  id,
  words: `step ${id}`,
  position,
  done_at: null
});
const goal = (changes: Partial<Goal> = {}): Goal =>
  ({
    id: 'g',
    status: 'active',
    steps: [step('a', 0), step('b', 1), step('c', 2)],
    ...changes
  }) as Goal;
const order = (open: OpenGoal) => open.steps.map(({ id }) => id).join('');

beforeEach(() => {
  stored.clear();
  server.mockReset().mockImplementation(takes);
  vi.stubGlobal('fetch', server);
});

test('a tick shows at once, and can be taken back', async () => {
  const open = new OpenGoal(goal());
  const ticking = open.tick(step('a', 0));
  expect(open.steps[0]?.done_at).not.toBeNull();
  const back = await ticking;
  await back();
  expect(open.steps[0]?.done_at).toBeNull();
  expect(stored.get('/api/v1/goals/g/steps/a/')).toMatchObject({ words: 'step a', done_at: null });
});

test('a tick the server does not take is not shown', async () => {
  server.mockRejectedValue(new TypeError('no signal'));
  const open = new OpenGoal(goal());
  await expect(open.tick(step('a', 0))).rejects.toMatchObject({ code: 'unreachable' });
  expect(open.steps[0]?.done_at).toBeNull();
});

test('a new step comes last, shows only once it has arrived, and can be taken back', async () => {
  const open = new OpenGoal(goal());
  const back = await open.add('ring the library', 'd');
  expect(order(open)).toBe('abcd');
  expect(stored.get('/api/v1/goals/g/steps/d/')).toMatchObject({ position: 3 });
  await back();
  expect(order(open)).toBe('abc');
  expect(stored.size).toBe(0);
});

test('a new step that does not arrive is not shown', async () => {
  server.mockResolvedValue(
    json(409, { code: 'goal_closed', status: 409 }, 'application/problem+json')
  );
  const open = new OpenGoal(goal());
  await expect(open.add('x', 'd')).rejects.toMatchObject({ code: 'goal_closed' });
  expect(order(open)).toBe('abc');
});

test('a step moves one place, only the two are sent, and it goes back', async () => {
  const open = new OpenGoal(goal());
  const back = await open.move(step('a', 0), 1);
  expect(order(open)).toBe('bac');
  expect(server).toHaveBeenCalledTimes(2);
  await back();
  expect(order(open)).toBe('abc');
});

test('a step taken out comes back as it was', async () => {
  const open = new OpenGoal(goal());
  const back = await open.remove(step('b', 1));
  expect(order(open)).toBe('ac');
  await back();
  expect(order(open)).toBe('abc');
  expect(stored.get('/api/v1/goals/g/steps/b/')).toMatchObject({ words: 'step b', position: 1 });
});

test('a goal let go keeps its steps as they are, and opens again', async () => {
  const open = new OpenGoal(goal());
  const back = await open.change('cancelled', 'it was never mine');
  expect(await sent(0).json()).toEqual({ status: 'cancelled', reason: 'it was never mine' });
  expect(open.isClosed).toBe(true);
  await back();
  expect(open.goal.status).toBe('active');
});

test('a rating that had arrived already, its answer lost, stays, and the new one stands beside it', async () => {
  const taken = json(409, { code: 'id_taken', status: 409 }, 'application/problem+json');
  server.mockResolvedValueOnce(taken);
  const rating = { id: 'r', value: 4, note: '', recorded_at: '2026-11-23T10:00:00Z' };
  const back = await rate('g', rating);
  expect(sent(0).url).toContain('/ratings/r/');
  expect(sent(1).url).not.toContain('/ratings/r/');
  expect(stored.size).toBe(1);
  await back();
  expect(stored.size).toBe(0);
});
