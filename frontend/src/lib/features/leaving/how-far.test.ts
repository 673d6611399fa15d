import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Export } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import TakeAll from './TakeAll.svelte';

const file = (changes: Partial<Export> = {}): Export => ({
  id: 'e',
  state: 'waiting',
  reason: '',
  asked_at: '2026-11-01T10:00:00Z',
  done_at: null,
  expires_at: '2026-11-03T10:00:00Z',
  fetched_at: null,
  progress: null,
  ...changes
});

let shown: object | undefined;
const bar = () => document.querySelector('progress');

beforeAll(async () => {
  setting.locale = 'en-GB';
  await messages('leaving');
});
beforeEach(() => void vi.useFakeTimers());

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function show(newest: Export, ...later: Export[]): void {
  const answers = [...later];
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json([answers.shift() ?? newest])));
  shown = mount(TakeAll, { target: document.body, props: { newest } });
  flushSync();
}

async function next(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1_500);
  flushSync();
}

test('a file that is being made says how far it is, until it is there', async () => {
  show(file(), file({ progress: 40 }), file({ progress: 70 }), file({ state: 'ready' }));
  expect(document.body.textContent).toContain('Your file is being made.');
  expect(bar()).toBeNull();

  const seen: (number | undefined)[] = [];
  for (let look = 0; look < 3; look += 1) {
    await next();
    seen.push(bar()?.value);
  }

  expect(seen).toEqual([40, 70, undefined]);
  expect(document.body.textContent).toContain('Your file is ready.');
});

test('the bar has the sentence for its name, and no number is read out at each step', () => {
  show(file({ progress: 40 }));
  expect(bar()?.labels?.[0]?.textContent).toContain('Your file is being made.');
  const number = [...document.querySelectorAll('[aria-hidden=true]')].find((each) =>
    each.textContent?.includes('40%')
  );
  expect(number?.closest('[aria-live]')?.getAttribute('aria-live')).toBe('off');
});
