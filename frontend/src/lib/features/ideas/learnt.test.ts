import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Learning, Taught } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import Learnt from './Learnt.svelte';
import { lessonOf, OpenLearning } from './learning.svelte.ts';

const taught = (changes: Partial<Taught> = {}): Taught => ({
  lesson: 'liked',
  resource: 'r',
  name: 'Seven Sheds',
  kind: 'nature',
  goal: 'g',
  state: 'saved',
  reason: null,
  helped: null,
  recorded_at: '2026-11-01T10:00:00Z',
  ...changes
});

const learning = (changes: Partial<Learning> = {}): Learning => ({
  learns: true,
  learns_since: null,
  taught: [taught()],
  ...changes
});

let shown: object | undefined;

function show(now: Learning): OpenLearning {
  const open = new OpenLearning(now);
  shown = mount(Learnt, { target: document.body, props: { open } });
  flushSync();
  return open;
}

beforeAll(async () => {
  setting.locale = 'en-GB';
  await messages('ideas');
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  vi.unstubAllGlobals();
});

test.each([
  [taught(), 'You see more like this.'],
  [taught({ lesson: 'put_aside' }), 'You see less like this.'],
  [taught({ lesson: 'avoided', reason: 'groups' }), 'Groups come later.'],
  [taught({ lesson: 'avoided', reason: 'costs' }), 'Ideas that cost something come later.']
])('what an answer changes is said in a sentence: %#', (row, said) => {
  expect(lessonOf(row)).toBe(said);
});

test('all that was learnt is listed, and can be forgotten in one press', async () => {
  const answers = { ...learning(), learns_since: '2026-11-20T10:00:00Z', taught: [] };
  const sent = vi.fn<(request: Request) => Promise<Response>>(() =>
    Promise.resolve(Response.json(answers))
  );
  vi.stubGlobal('fetch', sent);
  const open = show(learning());
  expect(document.body.textContent).toContain('Seven Sheds');

  const again = [...document.querySelectorAll('button')].find((each) =>
    each.textContent?.includes('Begin anew')
  );
  again?.click();
  await vi.waitFor(() => expect(open.now.taught).toEqual([]));
  flushSync();

  expect(sent.mock.calls[0]?.[0].method).toBe('DELETE');
  expect(document.body.textContent).toContain('Nothing learnt');
  expect(document.body.textContent).toContain('Only answers since 20 Nov 2026 count.');
});

test('switched off, it says that the answers are kept', () => {
  show(learning({ learns: false, taught: [] }));
  expect(document.querySelector<HTMLInputElement>('[role=switch]')?.checked).toBe(false);
  expect(document.body.textContent).toContain('Your answers are kept');
});
