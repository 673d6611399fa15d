import { expect, test, vi } from 'vitest';
import { owner, idOf, at, goal, step, put, one, there, bodyAt } from './alices-outbox.ts';
import {
  again,
  arrived,
  drop,
  handedBack,
  insideOf,
  onTopOf,
  rowsOf,
  setAside,
  TwoTexts,
  type Body
} from './outbox.ts';
import { sealed } from './seal.ts';
import { store } from './store.ts';

/** Another tab does something while this one seals its words. */
function meanwhile(deed: () => Promise<unknown>): void {
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, 'encrypt').mockImplementationOnce(async (...sealing) => {
    await deed();
    return encrypt(...sealing);
  });
}

test('rows keep the order in which they were first written, whatever their names', async () => {
  for (const n of [7, 3, 5]) await put(at(n), { words: String(n), version: 0 });
  await put(at(3), { words: 'three', version: onTopOf(0) });
  expect((await rowsOf(owner)).map(({ address }) => address)).toEqual([at(7), at(3), at(5)]);
  expect((await rowsOf(owner)).map(({ place }) => place)).toEqual([1, 2, 3]);
  await drop(await there(at(5)));
  expect((await put(at(1), { words: 'one', version: 0 })).place).toBe(4);
});

test('a row remembers the last ten texts that it stood for, and at first none', async () => {
  await one('text 0');
  expect((await insideOf(await there())).before).toEqual([]);
  for (let n = 1; n < 13; n++) await one(`text ${n}`, onTopOf(0));
  const { before } = await insideOf(await there());
  expect(before).toHaveLength(10);
  expect(before.map((text) => (JSON.parse(text) as Body).words)).toEqual(
    Array.from({ length: 10 }, (_, n) => `text ${n + 2}`)
  );
});

test('another text that waits is not written over: there are two', async () => {
  await one('from this screen', 3);
  const told = await one('from another screen', 3).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(TwoTexts);
  expect(told).toMatchObject({
    message: 'two texts',
    current: { words: 'from this screen', version: 3.5 }
  });
  expect(await bodyAt()).toMatchObject({ words: 'from this screen' });
});

test('another text that another tab writes in this very moment is not written over either', async () => {
  meanwhile(() => one('from another tab', 3));
  await expect(one('from this tab', 3)).rejects.toMatchObject({
    current: { words: 'from another tab', version: 3.5 }
  });
  expect(await bodyAt()).toMatchObject({ words: 'from another tab' });
});

test('what another tab has sent in this very moment does not come again, and this text is on top of it', async () => {
  const sent = await one('mine');
  meanwhile(() => arrived(sent, 4));
  await one('mine, longer', onTopOf(0));
  expect(await insideOf(await there())).toEqual({
    body: { words: 'mine, longer', version: 4 },
    before: []
  });
});

test('the same text again, one on top of it, and one after it was refused are no other', async () => {
  await one('mine', 3);
  await one('mine', 3);
  await one('mine, longer', onTopOf(3));
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 3 });
  await setAside(await there(), 'refused', 'invalid');
  await one('mine, better', 3);
  expect(await bodyAt()).toEqual({ words: 'mine, better', version: 3 });
  expect(await there()).toMatchObject({ state: 'waiting', code: null });
});

test('what waits to be deleted holds no text: one may be written in its place', async () => {
  await put(at(1), null, 'DELETE');
  await one('after all', 2);
  expect(await bodyAt()).toEqual({ words: 'after all', version: 2 });
  await put(at(1), null, 'DELETE');
  expect([await bodyAt(), (await there()).method]).toEqual([null, 'DELETE']);
});

test('a text on top of what waits to be deleted is on top of what was there', async () => {
  await put(at(1), null, 'DELETE');
  await one('after all', onTopOf(2));
  expect(await bodyAt()).toEqual({ words: 'after all', version: 2 });
});

test('a text without a version that waits has one to be on top of', async () => {
  await put(at(1), { words: 'mine' });
  const told = await one('theirs', 1).catch((error: unknown) => error);
  expect(told).toMatchObject({ current: { words: 'mine', version: 0.5 } });
});

test('once it arrived it is gone, and what comes next is on top of the version it became', async () => {
  await arrived(await one('mine'), 4);
  expect(await rowsOf(owner)).toEqual([]);
  await one('mine, longer', onTopOf(0));
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 4 });
});

test('what arrived after it was taken away here is noted, and stays away', async () => {
  const sent = await one('mine');
  await drop(sent);
  await arrived(sent, 4);
  expect(await rowsOf(owner)).toEqual([]);
  expect(await (await store()).getAll('sent')).toEqual([{ owner, address: at(1), version: 4 }]);
});

test('where nothing is known of an earlier version, it is the one that was begun from', async () => {
  await arrived(await one('mine'), undefined);
  expect(await (await store()).getAll('sent')).toEqual([]);
  await one('mine, longer', onTopOf(6));
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 6 });
});

test('what was written while it was on its way stays, on top of what is stored now', async () => {
  const sent = await one('mine');
  await one('mine, longer', onTopOf(0));
  await arrived(sent, 4);
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 4 });
  await arrived(sent, undefined);
  expect(await bodyAt()).toEqual({ words: 'mine, longer', version: 4 });
  await put(at(1), null, 'DELETE');
  await arrived(sent, 5);
  expect(await bodyAt()).toBe(null);
});

test('what is written in the very moment in which an answer is noted stays as well', async () => {
  const sent = await one('mine');
  await one('mine, longer', onTopOf(0));
  meanwhile(() => one('mine, longest', onTopOf(0)));
  await arrived(sent, 4);
  expect(await bodyAt()).toEqual({ words: 'mine, longest', version: 4 });
  expect(await (await store()).getAll('sent')).toEqual([{ owner, address: at(1), version: 4 }]);
});

test('sending again takes the version that is given, and leaves what has none as it is', async () => {
  const row = await one('mine', 1);
  await setAside(row, 'conflict', 'stale_version', { words: 'theirs', version: 8 });
  const aside = await there();
  expect((await insideOf(aside)).current).toEqual({ words: 'theirs', version: 8 });
  await again(aside);
  expect(await bodyAt()).toEqual({ words: 'mine', version: 1 });
  await again(await there(), 8);
  expect(await bodyAt()).toEqual({ words: 'mine', version: 8 });
  expect((await insideOf(await there())).current).toBe(undefined);
  expect(await there()).toMatchObject({ state: 'waiting', code: null });
  expect((await there()).stamp).not.toBe(aside.stamp);
  await again(await put(at(2), null, 'DELETE'), 8);
  expect(await bodyAt(at(2))).toBe(null);
});

test('an answer about an earlier text changes nothing of a later one, nor of none', async () => {
  const old = await one('mine');
  await one('mine, longer', onTopOf(0));
  await setAside(old, 'refused', 'invalid');
  await drop(old);
  expect(await there()).toMatchObject({ state: 'waiting', code: null });
  await drop(await there());
  await setAside(old, 'refused', 'invalid');
  await drop(old);
  expect(await rowsOf(owner)).toEqual([]);
});

test.each([
  ['words, and no draft', { words: 'mine', version: 0 }, false],
  ['no words', { words: '', version: 0 }, true],
  ['nothing at all', null, true]
])('refused with %s: handed back is %j', async (_, body, isHanded) => {
  await put(at(1), body);
  expect(await handedBack(await there())).toBe(isHanded);
  expect(await rowsOf(owner)).toHaveLength(isHanded ? 0 : 1);
});

test('refused with a draft still on the screen, or under an id that is taken: that is where it waits', async () => {
  const kept = { owner, noun: 'entry', id: idOf(1), kept_at: '2026-11-27T09:00:00Z' };
  await (await store()).put('drafts', kept);
  await one('mine');
  expect([await handedBack(await there()), await rowsOf(owner)]).toEqual([true, []]);
  await put(at(2), { words: 'mine', version: 0 });
  await setAside(await there(at(2)), 'refused', 'id_taken');
  expect([await handedBack(await there(at(2))), await rowsOf(owner)]).toEqual([true, []]);
});

test.each([
  ['this very step', idOf(2), true],
  ['the next step already', idOf(3), false]
])('refused with a box for steps that holds %s: handed back is %j', async (_, id, isHanded) => {
  const box = { owner, noun: 'goal_step', id: idOf(1), kept_at: '2026-11-27T09:00:00Z' };
  await (
    await store()
  ).put('drafts', { ...box, sealed: await sealed(owner, { id, words: 'Swim' }) });
  await put(step, { words: 'Swim', version: 0 });
  expect(await handedBack(await there(step))).toBe(isHanded);
  expect(await rowsOf(owner)).toHaveLength(isHanded ? 0 : 1);
});

test('refused with an empty box for steps, it stays', async () => {
  await put(step, { words: 'Swim', version: 0 });
  expect(await handedBack(await there(step))).toBe(false);
});

test('refused with its scale still on the screen, a goal’s scale waits there', async () => {
  const kept = { owner, noun: 'scale', id: idOf(1), kept_at: '2026-11-27T09:00:00Z' };
  await (await store()).put('drafts', kept);
  await put(`${goal}scale/`, { words: ['', '', '', '', ''], version: 3 });
  expect([await handedBack(await there(`${goal}scale/`)), await rowsOf(owner)]).toEqual([true, []]);
});

test('of two ids the last is that of the thing itself', async () => {
  const idea = `/api/v1/suggestions/${idOf(1)}/${idOf(2)}/`;
  const kept = { owner, noun: 'suggestion', id: idOf(2), kept_at: '2026-11-27T09:00:00Z' };
  await (await store()).put('drafts', kept);
  await put(idea, { note: 'Not on Mondays', version: 0 });
  expect(await handedBack(await there(idea))).toBe(true);
});

test('a plan has no id by which to find its draft: it stays', async () => {
  await put('/api/v1/plan/', { keeping_well: 'Swim', version: 3 });
  expect(await handedBack(await there('/api/v1/plan/'))).toBe(false);
});

test('of something that is no noun here, nobody knows whether it has words: it stays', async () => {
  await put('/api/v1/nothing-known/', { words: '', version: 0 });
  expect(await handedBack(await there('/api/v1/nothing-known/'))).toBe(false);
  expect(await rowsOf(owner)).toHaveLength(1);
});
