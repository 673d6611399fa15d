import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import NumberScale from './NumberScale.svelte';
import Scale from './Scale.svelte';
import { setting } from './setting.svelte.ts';
import TextArea from './TextArea.svelte';
import Toasts from './Toasts.svelte';
import { dismiss, say, SHOWN_FOR, toasts } from './toasts.svelte.ts';
import { Attempt } from './attempt.svelte.ts';
import { onThreeEscapes } from './leave.ts';

let shown: object | undefined;

function show<P extends Record<string, unknown>>(
  component: Component<P, object, string>,
  props: P
) {
  shown = mount(component, { target: document.body, props });
  flushSync();
}

const radio = (name: string) =>
  [...document.querySelectorAll('label')].find((label) => label.textContent?.trim() === name)
    ?.control as HTMLInputElement;

beforeEach(() => {
  setting.words.characters_left = (n) => `${n} left`;
  setting.words.characters_over = (n) => `${n} over`;
  setting.words.undo = 'Undo';
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  document.body.replaceChildren();
  toasts.splice(0);
  vi.useRealTimers();
});

test('a scale takes one answer, "not now" among them, and a second tap takes it back', () => {
  const picked = vi.fn();
  show(Scale, {
    legend: 'Daily life',
    steps: [
      { value: 'some', label: 'Some' },
      { value: 'a_lot', label: 'A lot' }
    ],
    notNow: { value: 'not_now', label: 'Not for me right now' },
    onpick: picked
  });
  for (const name of ['Some', 'Not for me right now', 'Not for me right now']) {
    radio(name).click();
    flushSync();
  }
  expect(picked.mock.calls.map(([value]: unknown[]) => value)).toEqual(['some', 'not_now', null]);
});

test('0 to 10 says in words what its ends mean', () => {
  show(NumberScale, { legend: 'How close?', low: 'Not there yet', high: 'All the way' });
  expect(document.querySelectorAll('input[type=radio]')).toHaveLength(11);
  expect(radio('0: Not there yet').value).toBe('0');
  expect(radio('10: All the way').value).toBe('10');
});

test('writing too much is said, and never cut off', () => {
  show(TextArea, { label: 'Words', limit: 20, value: '🌦'.repeat(25) });
  expect(document.querySelector('textarea')?.value).toHaveLength(50);
  expect(document.querySelector('textarea')?.hasAttribute('maxlength')).toBe(false);
  expect(document.body.textContent).toContain('5 over');
});

test('far from the limit nothing is counted', () => {
  show(TextArea, { label: 'Words', limit: 500, value: 'short' });
  expect(document.body.textContent).not.toContain('left');
});

test('undo waits long enough, and as long as somebody is on it', () => {
  vi.useFakeTimers();
  show(Toasts, {});
  const undo = vi.fn();
  say('Deleted.', undo);
  flushSync();
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Undo');
  button?.focus();
  vi.advanceTimersByTime(SHOWN_FOR * 3);
  expect(toasts).toHaveLength(1);
  button?.blur();
  vi.advanceTimersByTime(8000);
  expect(toasts).toHaveLength(1);
  vi.advanceTimersByTime(SHOWN_FOR);
  expect(toasts).toHaveLength(0);
});

test('undo undoes once and goes', () => {
  show(Toasts, {});
  const undo = vi.fn();
  say('Deleted.', undo);
  flushSync();
  document.querySelector('button')?.click();
  flushSync();
  expect(undo).toHaveBeenCalledOnce();
  expect(toasts).toHaveLength(0);
  dismiss(99);
});

test('an attempt is made once at a time and keeps what went wrong', async () => {
  const attempt = new Attempt();
  const work = vi.fn(() => Promise.reject(new Error('no')));
  const [first, second] = await Promise.all([attempt.run(work), attempt.run(work)]);
  expect([first, second, work.mock.calls.length]).toEqual([false, false, 1]);
  expect(attempt.error).toEqual(new Error('no'));
  expect(await attempt.run(() => Promise.resolve())).toBe(true);
  expect(attempt.error).toBeNull();
});

test('three presses of Escape in a row leave, anything between them does not', () => {
  const left = vi.fn();
  const hear = onThreeEscapes(left);
  const press = (key: string, timeStamp: number) => hear({ key, timeStamp } as KeyboardEvent);
  [0, 500].forEach((at) => press('Escape', at));
  press('a', 600);
  [700, 800, 2900].forEach((at) => press('Escape', at));
  expect(left).not.toHaveBeenCalled();
  press('Escape', 3000);
  press('Escape', 3100);
  expect(left).toHaveBeenCalledOnce();
});
