import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { messages } from '#lib/i18n/t.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { Answering, asDismissed, asSaved, asTried } from './answering.svelte.ts';
import { UNANSWERED, type Answer } from './ideas.ts';

const put = vi.fn<(answer: Answer) => Promise<unknown>>();
const states = () => put.mock.calls.map(([{ state }]) => state);
const undo = () => toasts.at(-1)?.undo?.();

beforeAll(() => messages('ideas'));

beforeEach(() => {
  toasts.splice(0);
  put.mockReset().mockResolvedValue(undefined);
});

test('an answer shows at once, is said when it has arrived, and can be taken back', async () => {
  const answering = new Answering(UNANSWERED, put);
  const giving = answering.give(asSaved(UNANSWERED), 'Saved.');
  expect(answering.answer.state).toBe('saved');
  expect(toasts).toHaveLength(0);
  expect(await giving).toBe(true);
  expect(toasts.map(({ text }) => text)).toEqual(['Saved.']);
  undo();
  await vi.waitFor(() => expect(toasts.at(-1)?.text).toBe('Taken back.'));
  expect(answering.answer).toEqual(UNANSWERED);
  expect(states()).toEqual(['saved', 'none']);
});

test('what does not arrive is not shown as if it had', async () => {
  put.mockRejectedValueOnce({ code: 'unreachable' });
  const answering = new Answering(UNANSWERED, put);
  expect(await answering.give(asSaved(UNANSWERED), 'Saved.')).toBe(false);
  expect(answering.answer).toEqual(UNANSWERED);
  expect(answering.error).toMatchObject({ code: 'unreachable' });
  expect(toasts).toHaveLength(0);
});

test('a quick second answer waits for the first and stands in the end', async () => {
  let arrive: () => void = () => undefined;
  put.mockImplementationOnce(() => new Promise<void>((resolve) => (arrive = resolve)));
  const answering = new Answering(UNANSWERED, put);
  const first = answering.give(asSaved(UNANSWERED), 'Saved.');
  const second = answering.give(asDismissed(answering.answer), 'Put aside.');
  await Promise.resolve();
  expect(states()).toEqual(['saved']);
  arrive();
  await Promise.all([first, second]);
  expect(states()).toEqual(['saved', 'dismissed']);
  expect(answering.answer.state).toBe('dismissed');
});

test('when the second does not arrive, the first still stands', async () => {
  put.mockResolvedValueOnce(undefined).mockRejectedValueOnce({ code: 'unreachable' });
  const answering = new Answering(UNANSWERED, put);
  await Promise.all([
    answering.give(asSaved(UNANSWERED), 'Saved.'),
    answering.give(asDismissed(asSaved(UNANSWERED)), 'Put aside.')
  ]);
  expect(answering.answer.state).toBe('saved');
});

test('one way back at a time', async () => {
  const answering = new Answering(UNANSWERED, put);
  await answering.give(asSaved(UNANSWERED), 'Saved.');
  await answering.give(asTried(answering.answer), 'Tried.');
  expect(toasts.map(({ text }) => text)).toEqual(['Tried.']);
});

test('a way back that does not work is said', async () => {
  const answering = new Answering(UNANSWERED, put);
  await answering.give(asSaved(UNANSWERED), 'Saved.');
  put.mockRejectedValueOnce({ code: 'unreachable' });
  undo();
  await vi.waitFor(() => expect(toasts.at(-1)?.text).toBe('We could not reach the service.'));
  expect(answering.answer.state).toBe('saved');
});

test('saying no keeps the note and whether it helped; wanting it again drops what was against it', () => {
  const tried: Answer = { ...UNANSWERED, state: 'tried', helped: 'a_bit', note: 'kind letters' };
  const refused: Answer = { ...asDismissed(tried), reason: 'groups', reason_words: 'too many' };
  expect(refused).toMatchObject({ helped: 'a_bit', note: 'kind letters' });
  expect(asSaved(refused)).toEqual({ ...UNANSWERED, state: 'saved', note: 'kind letters' });
});
