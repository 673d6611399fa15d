import { expect, test } from 'vitest';
import type { Supporter } from '#lib/api/types.ts';
import { standOf } from './supporters.ts';

const now = new Date('2026-11-27T12:00:00Z');
const asked = (changes: Partial<Supporter> = {}): Supporter => ({
  id: 's',
  name: 'My sister',
  email: 'ana@example.org',
  expires_at: '2026-12-01T12:00:00Z',
  mailed_at: '2026-11-24T12:00:00Z',
  mail_trouble: '',
  accepted_at: null,
  ...changes
});

test.each([
  ['waiting', asked()],
  ['over', asked({ expires_at: '2026-11-27T12:00:00Z' })],
  ['trouble', asked({ mail_trouble: 'refused', mailed_at: null })],
  ['accepted', asked({ accepted_at: '2026-11-20T12:00:00Z', expires_at: '2026-11-21T12:00:00Z' })]
] as const)('somebody who was asked is %s', (stand, supporter) => {
  expect(standOf(supporter, now)).toBe(stand);
});
