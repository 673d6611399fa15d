import { beforeAll, expect, test } from 'vitest';
import { messages } from '#lib/i18n/t.svelte.ts';
import { asKind, KINDS } from './kinds.ts';
import { chosen, inOrder, moved } from './order.ts';
import { deliveryText, leadText, planText } from './plan.ts';
import { putReminder, reminderWriting, type ReminderContent } from './reminders.ts';
import { isFor } from './this-phone.ts';
import { wayText } from './way-text.ts';

beforeAll(() => messages('reminders'));

const content = (change: Partial<ReminderContent> = {}): ReminderContent => ({
  ...reminderWriting.blank(),
  weekdays: [1, 5],
  times: ['09:00', '18:00'],
  starts_on: '2026-11-30',
  ...change
});

test.each([
  [content(), 'Monday and Friday at 9:00 and 18:00'],
  [content({ every_weeks: 2 }), 'Every 2 weeks: Monday and Friday at 9:00 and 18:00'],
  [
    content({ ...asKind(content(), 'appointment'), lead_minutes: 60 }),
    '1 hour before: Monday, 30 November 2026 at 9:00'
  ],
  [content({ ...asKind(content(), 'after_check_in'), after_hours: 2 }), '2 hours after a check-in'],
  [content({ ...asKind(content(), 'after_a_gap'), after_days: 5 }), 'After 5 quiet days, at 9:00']
])('each kind says when it comes %#', (reminder, said) => {
  expect(planText(reminder, 'en-GB')).toBe(said);
});

test.each([
  [0, 'When it begins'],
  [10, '10 minutes before'],
  [60, '1 hour before'],
  [2880, '2 days before']
])('%i minutes of lead', (minutes, said) => expect(leadText(minutes)).toBe(said));

test('another kind keeps what still counts and begins what it needs', () => {
  const gap = asKind(content(), 'after_a_gap');
  expect(gap).toMatchObject({ weekdays: [], times: ['09:00'], after_days: 5, after_hours: null });
  const back = asKind({ ...content(), ...asKind(content(), 'after_check_in') }, 'once');
  expect(back).toMatchObject({ times: ['09:00'], after_hours: null, lead_minutes: 0 });
});

test.each(KINDS)('%s without what it needs is not sent', async (kind) => {
  const empty = { ...content(), ...asKind(content(), kind), words: '', version: 0 };
  await expect(putReminder('r', empty)).rejects.toMatchObject({
    code: 'invalid',
    errors: { words: [{ code: 'required' }] }
  });
});

test('in the app comes last, the others keep their order', () => {
  expect(inOrder(['in_app', 'email', 'push'])).toEqual(['email', 'push', 'in_app']);
  expect(inOrder(['sms'])).toEqual(['sms']);
  expect(chosen(['email', 'in_app'], ['in_app', 'push', 'email'])).toEqual([
    'email',
    'push',
    'in_app'
  ]);
  expect(chosen(['sms', 'push'], ['push'])).toEqual(['push']);
  expect(moved(['email', 'push', 'sms'], 1, -1)).toEqual(['push', 'email', 'sms']);
  expect(moved(['email', 'push', 'sms'], 1, 1)).toEqual(['email', 'sms', 'push']);
});

test('each way says what became of it', () => {
  const delivery = { channel: 'push', state: 'sent', reason: '', tries: 1, at: '' } as const;
  expect(deliveryText(delivery)).toBe('On my phone: sent');
  expect(deliveryText({ ...delivery, state: 'failed', reason: 'gone' })).toContain('no longer');
  expect(deliveryText({ ...delivery, state: 'queued' })).toBe('On my phone: on its way');
  expect(wayText('a reason of tomorrow')).toBe('It did not work.');
});

test('a subscription for another key of the server is told apart', () => {
  const bytes = Uint8Array.from([251, 239, 190, 255]);
  const known = { options: { applicationServerKey: bytes.buffer } } as unknown as PushSubscription;
  expect(isFor(known, '----_w')).toBe(true);
  expect(isFor(known, 'AAAA')).toBe(false);
});
