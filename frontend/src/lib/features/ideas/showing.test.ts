import 'fake-indexeddb/auto';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Resource } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { Answering } from './answering.svelte.ts';
import Answered from './Answered.svelte';
import { UNANSWERED, type Answer } from './ideas.ts';
import InTouch from './InTouch.svelte';

let shown: object | undefined;

function show<P extends Record<string, unknown>>(
  component: Component<P, object, string>,
  props: P
) {
  shown = mount(component, { target: document.body, props });
  flushSync();
}

const button = (name: string) =>
  [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);

beforeAll(() => messages('ideas'));

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  document.body.replaceChildren();
});

const contact = (changes: Partial<Resource>) =>
  ({ status: 'active', phone: '', email: '', url: '', ...changes }) as Resource;

test('a website opens outside, and is not told where from', () => {
  const url = 'https://example.org/groups';
  show(InTouch, { resource: contact({ url, phone: '01632 960101', email: 'hi@example.org' }) });
  const links = [...document.querySelectorAll('a')];
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    'tel:01632960101',
    'mailto:hi@example.org',
    url
  ]);
  const site = links.at(-1);
  expect(site?.target).toBe('_blank');
  expect(site?.rel.split(' ')).toEqual(expect.arrayContaining(['noreferrer', 'noopener']));
});

test('where nothing is known, that is said, and nothing unsafe becomes a link', () => {
  show(InTouch, { resource: contact({ url: 'javascript:alert(1)' }) });
  expect(document.querySelector('a')).toBeNull();
  expect(document.body.textContent).toContain('No phone number');
});

test('no is one press; the way back is under the thumb, and the reason is only an offer', async () => {
  const put = vi.fn<(answer: Answer) => Promise<void>>(() => Promise.resolve());
  const answering = new Answering(UNANSWERED, put);
  show(Answered, { answering, name: 'Choir', draft: { owner: 'a', id: 'x' } });
  button('Not for me')?.click();
  flushSync();
  expect(document.activeElement).toBe(button('Take it back'));
  expect(document.querySelector('details')?.open).toBe(false);
  await vi.waitFor(() => expect(put).toHaveBeenCalledTimes(1));
  expect(put).toHaveBeenCalledWith({ ...UNANSWERED, state: 'dismissed' });
});

test('what was put aside at an earlier visit does not take the focus', () => {
  const answering = new Answering({ ...UNANSWERED, state: 'dismissed' }, () => Promise.resolve());
  show(Answered, { answering, name: 'Choir', draft: { owner: 'a', id: 'y' } });
  expect(button('Take it back')).toBeDefined();
  expect(document.activeElement).toBe(document.body);
});

test('a try asks whether it helped, and says so in words once it is known', () => {
  const tried = { ...UNANSWERED, state: 'tried', helped: 'a_bit', note: 'kind letters' } as const;
  const answering = new Answering(tried, () => Promise.resolve());
  show(Answered, { answering, name: 'Choir', draft: { owner: 'a', id: 'z' } });
  expect(document.body.textContent).toMatch(/You tried this\.\s+It helped a bit\./);
  expect(document.body.textContent).toContain('kind letters');
  expect(button('Tried')?.getAttribute('aria-pressed')).toBe('true');
  button('Change what you said')?.click();
  flushSync();
  expect(document.querySelector('fieldset legend')?.textContent).toContain('Did it help?');
});
