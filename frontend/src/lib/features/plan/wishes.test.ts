import { beforeEach, expect, test, vi } from 'vitest';
import type { SharingWish } from '#lib/api/types.ts';
import { OpenWishes } from './open-wishes.svelte.ts';
import { isOpen } from './wishes.ts';

const wish = (changes: Partial<SharingWish> = {}) =>
  ({ id: 'w', grant: null, open_until: null, told_at: null, ...changes }) as SharingWish;

const sent: { url: string; body: unknown }[] = [];
let answers: (() => Response)[];

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', async (request: Request) => {
    const text = await request.text();
    sent.push({ url: new URL(request.url).pathname, body: text ? JSON.parse(text) : null });
    const answer = answers.shift();
    if (!answer) throw new TypeError('no signal');
    return answer();
  });
});

const opened = (...wishes: SharingWish[]) => Object.assign(new OpenWishes(), { wishes });

test('pressed again after an answer was lost, it is the same pressing', async () => {
  const open = opened(wish());
  answers = [];
  await expect(open.press(wish())).rejects.toThrow();
  answers = [() => Response.json(wish({ grant: 'g', open_until: '2026-12-01T00:00:00Z' }))];
  await open.press(wish());
  const [first, second] = sent.filter(({ url }) => url.endsWith('/press/'));
  expect(second?.body).toEqual(first?.body);
  expect(open.wishes[0]?.open_until).toBe('2026-12-01T00:00:00Z');
});

test('pressed anew after it was taken back, it is another one', async () => {
  const open = opened(wish());
  const open_ = wish({ grant: 'g', open_until: '2026-12-01T00:00:00Z' });
  const ok = () => Response.json(open_);
  answers = [ok, () => Response.json({}), ok];
  await open.press(wish());
  await open.takeBack(open_);
  expect(open.wishes[0]?.open_until).toBeNull();
  await open.press(wish());
  const pressed = sent.filter(({ url }) => url.endsWith('/press/')).map(({ body }) => body);
  expect(pressed[0]).not.toEqual(pressed[1]);
  expect(sent[1]?.url).toBe('/api/v1/sharing/grants/g/revoke/');
});

test.each([
  ['2026-11-27T12:00:01Z', true],
  ['2026-11-27T12:00:00Z', false],
  [null, false]
])('open until %s: %s', (open_until, is) => {
  expect(isOpen({ open_until }, new Date('2026-11-27T12:00:00Z'))).toBe(is);
});
