import { expect, test } from 'vitest';
import { canonical, contentHash, likeness } from './canonical.ts';

test('the same content is the same text, in whatever order it was put together', () => {
  expect(canonical({ b: 1, c: [{ z: 1, y: 2 }], a: 'x' })).toBe(
    '{"a":"x","b":1,"c":[{"y":2,"z":1}]}'
  );
  expect(canonical({ a: 1, b: 2, c: 3 })).toBe(canonical({ c: 3, b: 2, a: 1 }));
  expect(canonical([2, 1, null, ''])).toBe('[2,1,null,""]');
});

test('nothing at all has the fingerprint of nothing', async () => {
  const ofNull = '74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b';
  expect(await contentHash(undefined)).toBe(ofNull);
  expect(await contentHash(null)).toBe(ofNull);
  expect(await contentHash({ b: 'ñ', a: 1 })).toBe(await contentHash({ a: 1, b: 'ñ' }));
});

test('a stored row is like the body that made it, whatever else it holds', () => {
  const body = { version: 0, words: ' Swim ', at: '2026-11-20T09:00:00Z', mood: 3 };
  const row = { version: 7, id: 'x', words: 'Swim', at: '2026-11-20T10:00:00+01:00', mood: 3 };
  expect(likeness(row, body)).toBe(likeness(body, body));
  expect(likeness(row, body)).toBe('{"at":"2026-11-20T09:00:00.000Z","mood":3,"words":"Swim"}');
  expect(likeness({ ...row, mood: 4 }, body)).not.toBe(likeness(body, body));
  expect(likeness({ ...row, words: 'Sleep' }, body)).not.toBe(likeness(body, body));
});

test.each(['January 2026', '2026-99-99T99:99', 'at 2026-11-20T09:00:00Z', '+002026-11-20T09:00Z'])(
  'what only looks like a moment is words: %s',
  (words) => {
    expect(likeness({ words }, { words: '' })).toBe(canonical({ words }));
  }
);

test.each([
  [null, { words: 'Swim' }],
  [undefined, { words: 'Swim' }],
  [['words'], { words: 'Swim' }],
  ['words', { words: 'Swim' }],
  [{ words: 'Swim' }, ['words']],
  [{ words: 'Swim' }, null],
  [{ words: 'Swim' }, 'words']
])('where one of both has no parts they are alike by nothing: %j and %j', (row, body) => {
  expect(likeness(row, body)).toBe(canonical(body));
});
