import { expect, test, vi } from 'vitest';
import { ApiProblem, Unreachable } from '#lib/api/errors.ts';
import { Consented, IDLE_AFTER } from './consented.svelte.ts';

const gone = () => new ApiProblem({ status: 404, code: 'not_found' });

function page() {
  const look = vi.fn<() => Promise<string>>(() => Promise.resolve('a canary'));
  const stands = vi.fn<() => Promise<string | null>>(() => Promise.resolve('support'));
  return { look, stands, shown: new Consented({ look, stands }) };
}

test('what is shared is shown, and asking whether it still is looks at nothing', async () => {
  const { shown, look } = page();
  await shown.look();
  await shown.check();
  expect([shown.standing, shown.content]).toEqual(['shown', 'a canary']);
  expect(look).toHaveBeenCalledTimes(1);
});

test('when consent has ended, the content is gone at the next question', async () => {
  const { shown, stands } = page();
  await shown.look();
  stands.mockResolvedValueOnce(null);
  await shown.check();
  expect([shown.standing, shown.content]).toEqual(['gone', null]);
});

test('a look that finds nothing any more takes away what was shown', async () => {
  const { shown, look } = page();
  await shown.look();
  look.mockRejectedValueOnce(gone());
  await shown.look();
  expect([shown.standing, shown.content]).toEqual(['gone', null]);
});

test('when it was changed, it is looked at anew', async () => {
  const { shown, look, stands } = page();
  await shown.look();
  stands.mockResolvedValue('support, for less long');
  look.mockResolvedValueOnce('less');
  await shown.check();
  expect(shown.content).toBe('less');
});

test('what is added to a list that was changed meanwhile is looked at from the beginning', async () => {
  const { shown, stands, look } = page();
  await shown.look();
  await shown.add((before) => Promise.resolve(`${before}, and more`));
  expect(shown.content).toBe('a canary, and more');
  stands.mockResolvedValue('support, for less long');
  look.mockResolvedValueOnce('less');
  await shown.add((before) => Promise.resolve(`${before}, and more`));
  expect(shown.content).toBe('less');
});

test('who comes back after a while looks anew', async () => {
  const { shown, look } = page();
  await shown.look();
  await shown.comeBack(5_000);
  expect(look).toHaveBeenCalledTimes(1);
  await shown.comeBack(60_000);
  expect(look).toHaveBeenCalledTimes(2);
});

test('an answer that comes after the end is dropped', async () => {
  const { shown, look, stands } = page();
  await shown.look();
  let arrive: (content: string) => void = () => undefined;
  look.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  const late = shown.look();
  await vi.waitFor(() => expect(look).toHaveBeenCalledTimes(2));
  stands.mockResolvedValue(null);
  const last = shown.look();
  arrive('too late');
  await Promise.all([late, last]);
  expect([shown.standing, shown.content]).toEqual(['gone', null]);
});

test('without a signal it is hidden after a moment, and comes back by itself', async () => {
  const { shown, stands } = page();
  await shown.look();
  stands.mockRejectedValueOnce(new Unreachable()).mockRejectedValueOnce(new Unreachable());
  await shown.check();
  expect(shown.standing).toBe('shown');
  await shown.check();
  expect(shown.standing).toBe('unsure');
  await shown.check();
  expect(shown.standing).toBe('shown');
});

test('a session that has ended leaves nothing on the screen', async () => {
  const { shown, stands } = page();
  await shown.look();
  stands.mockRejectedValueOnce(new ApiProblem({ status: 401, code: 'not_signed_in' }));
  await shown.check();
  expect([shown.standing, shown.content]).toEqual(['refused', null]);
});

test('untouched for long, it is hidden until somebody asks for it', async () => {
  const { shown, look } = page();
  await shown.look();
  shown.touch(1_000);
  shown.rest(1_000 + IDLE_AFTER - 1);
  expect(shown.standing).toBe('shown');
  shown.rest(1_000 + IDLE_AFTER);
  expect([shown.standing, shown.content]).toEqual(['idle', null]);
  await shown.check();
  expect(look).toHaveBeenCalledTimes(1);
  shown.touch();
  await shown.look();
  expect(shown.standing).toBe('shown');
});
