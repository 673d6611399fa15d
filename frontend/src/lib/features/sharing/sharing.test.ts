import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Grant, LogLine } from '#lib/api/types.ts';
import { messages, speak } from '#lib/i18n/t.svelte.ts';
import { arrivedCode, takeCode } from './arrival.ts';
import { inGroups, tidy, wrongWith } from './code.ts';
import { EVERYTHING, met, tableAddress } from './looks.ts';
import { OpenEnded } from './open-ended.svelte.ts';
import { OpenLog } from './open-log.svelte.ts';
import { OpenSharing } from './open-sharing.svelte.ts';
import { stayFresh } from './stay-fresh.ts';
import { dataText, grantText, lookText, readerText } from './words.ts';

const london = { locale: 'en-GB', timeZone: 'Europe/London' };
const now = new Date('2026-11-26T15:00:00Z');
const server = vi.fn<(request: Request) => Promise<Response>>();
const answer = (body: unknown, status = 200) =>
  server.mockResolvedValueOnce(
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  );
const sent = (call: number) => server.mock.calls[call]?.[0] as Request;

const grant = (changes: Partial<Grant> = {}): Grant => ({
  id: 'g',
  membership: 'cleo',
  team: null,
  practitioner: {
    membership: 'cleo',
    called: 'Cleo',
    role: 'clinician',
    job_title: '',
    team: 'Quay',
    organisation: 'Harbour'
  },
  supporter: null,
  shared_supporter: null,
  shared_team: null,
  purpose: 'review',
  scopes: ['goals', 'what_helped'],
  goal_ids: [],
  data_from: null,
  data_to: null,
  starts_at: '2026-11-01T00:00:00Z',
  expires_at: '2027-03-13T00:00:00Z',
  reminds_before_end: false,
  revoked_at: null,
  ...changes
});
const line = (id: string, who: Partial<LogLine['who']> = {}): LogLine =>
  ({
    id,
    at: '2026-11-26T14:00:00Z',
    verb: 'read',
    purpose: 'review',
    scopes: ['goals'],
    who: { id: 'cleo', called: 'Cleo', role: 'clinician', organisation: 'Harbour', ...who }
  }) as LogLine;
const page = (results: unknown[], next: string | null = null) => ({
  results,
  next,
  previous: null
});

beforeEach(async () => {
  server.mockReset();
  vi.stubGlobal('fetch', server);
  await speak('en');
  await messages('sharing');
});

describe('a code', () => {
  test.each(['ABCD 2345', 'abcd2345', ' abcd-2345 ', 'ＡＢＣＤ２３４５'])(
    'typed as “%s”',
    (typed) => {
      expect(tidy(typed)).toBe('ABCD2345');
      expect(inGroups(tidy(typed))).toBe('ABCD 2345');
      expect(wrongWith(tidy(typed))).toBeNull();
    }
  );

  test.each([
    ['ABCD 234', 'short'],
    ['ABCD 23450', 'strange'],
    ['OBCD 2345', 'strange'],
    ['', 'short']
  ])('“%s” is %s before anybody is asked', (typed, why) => {
    expect(wrongWith(tidy(typed))).toBe(why);
  });

  test('of a picture leaves the address at once and is handed over once', () => {
    history.replaceState(null, '', '/connect#abcd2345');
    takeCode();
    expect(location.href).not.toMatch(/abcd/i);
    expect([arrivedCode(), arrivedCode()]).toEqual(['ABCD2345', null]);
  });

  test('the end of any other address is left alone', () => {
    history.replaceState(null, '', '/goals#abcd2345');
    takeCode();
    expect([location.hash, arrivedCode()]).toEqual(['#abcd2345', null]);
  });
});

describe('in words', () => {
  test('who sees what, until when', () => {
    expect(grantText(grant(), 'sees', now, london)).toBe(
      'Cleo, a clinician at Harbour, can see your goals and what helped, until 12 March 2027.'
    );
    const some = grant({ goal_ids: ['a', 'b'], scopes: ['goals'] });
    expect(grantText(some, 'sees', now, london)).toContain('2 of your goals');
    const team = grant({
      practitioner: null,
      shared_team: { id: 'q', name: 'Quay', organisation: 'Harbour' }
    });
    expect(grantText(team, 'saw', now, london)).toMatch(/^The team “Quay” at Harbour could see/);
  });

  test('from which days, both of them part of it', () => {
    const [data_from, data_to] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'];
    expect(dataText({ data_from, data_to }, now, london)).toBe(
      'Only what is from 1 January until 31 January.'
    );
    expect(dataText({ data_from: null, data_to }, now, london)).toContain('31 January or earlier');
    expect(dataText({ data_from, data_to: null }, now, london)).toContain('1 January or later');
  });

  test('who looked at what, also when their account is gone', () => {
    expect(readerText(line('1'))).toBe('Cleo, a clinician at Harbour');
    expect(readerText(line('1', { id: null, called: '' }))).toBe('Somebody whose account is gone');
    expect(lookText(line('1'), 'en')).toBe('looked at your goals');
    expect(lookText({ ...line('1'), verb: 'print' } as LogLine, 'en')).toBe('printed your goals');
  });
});

describe('what is shared', () => {
  async function opened(...grants: Grant[]) {
    answer({ everything_paused_at: null, grants });
    answer({ connections: [] });
    return OpenSharing.read();
  }

  test('what is stopped stays on the screen with its way back, which is another grant', async () => {
    const open = await opened(grant());
    answer(grant({ revoked_at: now.toISOString() }));
    await open.stop(grant());
    expect(open.grants[0]?.revoked_at).not.toBeNull();
    answer(grant({ id: 'new' }));
    await open.again(grant());
    expect([open.grants[0]?.id, sent(3).method]).toEqual(['new', 'PUT']);
    expect(sent(3).url).not.toContain('/grants/g/');
    expect(await sent(3).json()).toMatchObject({
      scopes: ['goals', 'what_helped'],
      starts_at: null
    });
  });

  test('when an answer was lost, trying again shares once', async () => {
    const open = await opened(grant());
    server.mockRejectedValueOnce(new TypeError('no signal'));
    await expect(open.again(grant())).rejects.toThrow();
    answer(grant({ id: 'new' }));
    await open.again(grant());
    expect(sent(2).url).toBe(sent(3).url);
  });

  test('what has ended is looked for on further pages, past what is open', async () => {
    const over = grant({ id: 'old', expires_at: '2026-01-01T00:00:00Z' });
    answer(page([grant()], 'http://localhost/api/v1/sharing/grants/?cursor=2'));
    answer(page([over]));
    const ended = await OpenEnded.read();
    expect([ended.rows.map(({ id }) => id), ended.next]).toEqual([['old'], null]);
  });
});

describe('who looked', () => {
  test('new looks come on top, and are counted', async () => {
    answer(page([line('1')]));
    const log = await OpenLog.read(EVERYTHING);
    answer(page([line('2'), line('1')]));
    await log.refresh();
    expect([log.rows.map(({ id }) => id), log.fresh]).toEqual([['2', '1'], 1]);
    answer(page([line('2'), line('1')]));
    await log.refresh();
    expect(log.fresh).toBe(1);
  });

  test('when more came than one page holds, the list begins anew rather than with a hole', async () => {
    answer(page([line('1')]));
    const log = await OpenLog.read(EVERYTHING);
    answer(page([line('9'), line('8')], 'more'));
    await log.refresh();
    expect([log.rows.map(({ id }) => id), log.next]).toEqual([['9', '8'], 'more']);
  });

  test('one can choose whom one has met in it, each once', () => {
    const gone = line('3', { id: null });
    expect(met([], [line('1'), line('2'), gone]).map(({ id }) => id)).toEqual(['cleo']);
  });

  test('the table holds what is listed', () => {
    expect(tableAddress(EVERYTHING)).toBe('/api/v1/access-log/export/');
    expect(tableAddress({ person: 'cleo', kind: 'goals' })).toMatch(/\?person=cleo&kind=goals$/);
  });

  test('it is asked again while in sight, never twice at once, until it is ended', async () => {
    vi.useFakeTimers();
    const answers: (() => void)[] = [];
    const ask = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)));
    const heard = vi.fn();
    const end = stayFresh(ask, heard);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ask).toHaveBeenCalledTimes(1);
    answers.forEach((resolve) => resolve());
    await vi.advanceTimersByTimeAsync(3_000);
    expect([ask.mock.calls.length, heard.mock.calls]).toEqual([2, [[true]]]);
    end();
    answers.forEach((resolve) => resolve());
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ask).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
