import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Reminder } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { OpenReminders } from './open-reminders.svelte.ts';
import { contentOf, putReminder, reminderWriting } from './reminders.ts';

beforeAll(() => messages('reminders'));

const row = (id: string, change: Partial<Reminder> = {}): Reminder => ({
  ...reminderWriting.blank(),
  id,
  version: 1,
  weekdays: [1],
  next_due_at: null,
  snoozed_until: null,
  ...change
});

/** Holds reminders as the server does: each change is a new version. */
const stored = new Map<string, Reminder>();
const sent: string[] = [];
const json = (body: unknown) =>
  new Response(JSON.stringify(body), {
    status: 200,
    headers: { 'Content-Type': 'application/json' }
  });
const page = () => json({ next: null, previous: null, results: [...stored.values()] });

function change(id: string, changes: Partial<Reminder>): Reminder {
  const before = stored.get(id) as Reminder;
  const after = { ...before, ...changes, version: before.version + 1 };
  stored.set(id, after);
  return after;
}

async function server(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace('/api/v1/reminders/', '');
  sent.push(`${request.method} ${path}`);
  if (request.method === 'GET') return page();
  const body = (request.body ? await request.json() : {}) as Reminder & { until: string | null };
  if (path === 'pause-all/')
    for (const id of stored.keys())
      if (!stored.get(id)?.is_paused) change(id, { is_paused: body.until === null });
  if (request.method === 'POST') return page();
  return json(change(path.replace('/', ''), body));
}

beforeEach(() => {
  stored.clear();
  sent.length = 0;
  vi.stubGlobal('fetch', server);
});

test('a new reminder says a word that tells nothing', () => {
  expect(reminderWriting.blank().words).toBe('Reminder');
});

test.each([
  ['weekdays', { weekdays: [] }],
  ['times', { times: [''] }],
  ['channels', { channels: [] }],
  ['words', { words: '' }],
  ['starts_on', { starts_on: '' }]
])('without %s nothing is sent; the field says so', async (field, change) => {
  const body = { ...contentOf(row('a', change)), version: 0 };
  await expect(putReminder('a', body)).rejects.toMatchObject({
    code: 'invalid',
    errors: { [field]: [{ code: 'required' }] }
  });
  expect(sent).toEqual([]);
});

test('a pause can be taken back', async () => {
  stored.set('a', row('a'));
  const open = await OpenReminders.read();
  const back = await open.pause(open.rows[0] as Reminder, { way: 'until', until: '2026-12-01' });
  expect(open.rows[0]?.paused_until).toBe('2026-12-01');
  await back();
  expect(open.rows[0]).toMatchObject({ paused_until: null, is_paused: false });
});

test('taking back "pause all" leaves alone what was paused before', async () => {
  stored.set('on', row('on'));
  stored.set('off', row('off', { is_paused: true }));
  const open = await OpenReminders.read();
  const back = await open.pauseAll({ way: 'open', until: null });
  expect(open.rows.map(({ is_paused }) => is_paused)).toEqual([true, true]);
  sent.length = 0;
  await back();
  expect(sent).toEqual(['PUT on/']);
  expect([...stored.values()].map(({ is_paused }) => is_paused)).toEqual([false, true]);
});
