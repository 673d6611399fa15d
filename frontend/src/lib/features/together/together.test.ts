import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Commitment, Meeting, Message, Note, Pair } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { instantAt, clockAt } from '#lib/ui/dates.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import { placeOf } from './attached.ts';
import { standingWords } from './notes.svelte.ts';
import {
  awayText,
  bySide,
  hoursText,
  isDayOver,
  isToAnswer,
  mayMark,
  sorted,
  stateText
} from './saying.ts';
import { newestUnread, type Talk } from './talk.ts';

const NOW = new Date('2026-12-01T12:00:00Z');

const meeting = (change: Partial<Meeting> = {}): Meeting => ({
  id: 'm',
  version: 1,
  starts_at: '2026-12-02T10:00:00Z',
  lasts_minutes: 60,
  place: '',
  link: '',
  state: 'asked',
  asked_by: 'worker',
  is_moved: false,
  ...change
});

const commitment = (change: Partial<Commitment> = {}): Commitment => ({
  id: 'c',
  version: 1,
  side: 'person',
  words: 'Ring',
  due_on: null,
  meeting: null,
  written_by: 'person',
  mark: 'open',
  marked_at: null,
  recorded_at: '2026-12-01T10:00:00Z',
  is_step: false,
  ...change
});

const hours = (change: Partial<NonNullable<Pair['hours']>> = {}): NonNullable<Pair['hours']> => ({
  weekdays: [1, 3],
  begins: '09:00:00',
  ends: '17:00:00',
  away_from: null,
  away_until: null,
  cover: null,
  ...change
});

beforeAll(() => messages('together'));

beforeEach(() => {
  setting.locale = 'en';
  setting.timeZone = 'Europe/London';
});

describe('a meeting', () => {
  const pat = { called: 'Pat', side: 'person' as const };

  it('says to each side what its state means', () => {
    expect(stateText(meeting(), pat)).toBe('Pat asks if this suits you.');
    expect(stateText(meeting({ is_moved: true }), pat)).toContain('another time');
    expect(stateText(meeting({ asked_by: 'person' }), pat)).toContain('Pat has not answered');
    expect(stateText(meeting({ state: 'agreed' }), pat)).toBe('You both said yes.');
  });

  it('is answered by the side that did not ask, once', () => {
    expect(isToAnswer(meeting(), 'person')).toBe(true);
    expect(isToAnswer(meeting(), 'worker')).toBe(false);
    expect(isToAnswer(meeting({ state: 'declined' }), 'person')).toBe(false);
  });

  it('comes until it has ended; the soonest is first, what is over the latest first', () => {
    const rows = [
      meeting({ id: 'later', starts_at: '2026-12-09T10:00:00Z' }),
      meeting({ id: 'off', starts_at: '2026-12-08T10:00:00Z', state: 'called_off' }),
      meeting({ id: 'going on', starts_at: '2026-12-01T11:30:00Z' }),
      meeting({ id: 'over', starts_at: '2026-12-01T10:00:00Z' })
    ];
    const { coming, past } = sorted(rows, NOW);
    expect(coming.map(({ id }) => id)).toEqual(['going on', 'later']);
    expect(past.map(({ id }) => id)).toEqual(['off', 'over']);
  });

  it('begins at the time on the clocks of wherever one is, also when they have changed', () => {
    expect(instantAt('2026-12-01', '10:00', 'Europe/London')).toBe('2026-12-01T10:00:00.000Z');
    expect(instantAt('2026-07-01', '10:00', 'Europe/London')).toBe('2026-07-01T09:00:00.000Z');
    expect(instantAt('2026-12-01', '10:00', 'Asia/Kathmandu')).toBe('2026-12-01T04:15:00.000Z');
    expect(clockAt('2026-12-01T04:15:00Z', 'Asia/Kathmandu')).toBe('10:00');
  });
});

describe('a commitment', () => {
  it('stands on the side of whoever does it', () => {
    const rows = [commitment({ id: 'one' }), commitment({ id: 'two', side: 'worker' })];
    expect(bySide(rows, 'worker').mine.map(({ id }) => id)).toEqual(['two']);
    expect(bySide(rows, 'person').mine.map(({ id }) => id)).toEqual(['one']);
  });

  it('is marked by the person for both, by the other for themselves', () => {
    expect(mayMark(commitment({ side: 'worker' }), 'person')).toBe(true);
    expect(mayMark(commitment({ side: 'worker' }), 'worker')).toBe(true);
    expect(mayMark(commitment(), 'worker')).toBe(false);
  });

  it('may be moved when its day is over, and is not while it lasts', () => {
    expect(isDayOver(commitment({ due_on: '2026-11-30' }), NOW)).toBe(true);
    expect(isDayOver(commitment({ due_on: '2026-12-01' }), NOW)).toBe(false);
    expect(isDayOver(commitment({ due_on: '2026-11-30', mark: 'happened' }), NOW)).toBe(false);
    expect(isDayOver(commitment(), NOW)).toBe(false);
  });
});

describe('hours', () => {
  it('are said as far as they are known', () => {
    expect(hoursText(null)).toContain('have not said');
    expect(hoursText(hours({ begins: null }))).toBe('Here on Monday and Wednesday.');
    expect(hoursText(hours())).toBe('Here on Monday and Wednesday, 09:00 to 17:00.');
  });

  it('are not there while they are away, both days included', () => {
    const away = hours({ away_from: '2026-12-01', away_until: '2026-12-03' });
    expect(awayText(away, NOW)).toBe('Away until 3 Dec 2026.');
    expect(awayText(away, new Date('2026-12-04T12:00:00Z'))).toBe('');
    expect(awayText(hours(), NOW)).toBe('');
  });
});

describe('notes', () => {
  const note = (words: string): Note => ({
    id: words,
    words,
    based_on: [],
    side: 'person',
    recorded_at: '2026-12-01T10:00:00Z'
  });

  it('begin from what stands: both texts where two were written at once', () => {
    expect(standingWords({ standing: [note('One'), note('Two')] })).toBe('One\n\nTwo');
    expect(standingWords({ standing: [note('')] })).toBe('');
  });
});

describe('messages', () => {
  const message = (id: string, change: Partial<Message> = {}): Message => ({
    id,
    side: 'worker',
    words: 'Hello',
    recorded_at: '2026-12-01T10:00:00Z',
    read_at: null,
    attached: null,
    ...change
  });

  it('are read up to the newest of the other side', () => {
    const rows = [message('one'), message('two'), message('mine', { side: 'person' })];
    const talk = { messages: rows } as Talk;
    expect(newestUnread(talk, 'person')?.id).toBe('two');
    expect(newestUnread(talk, 'worker')?.id).toBe('mine');
    const read = rows.map((row) => ({ ...row, read_at: '2026-12-01T11:00:00Z' }));
    expect(newestUnread({ messages: read } as Talk, 'person')).toBeNull();
  });

  it('point to one’s own place, and to what is shared', () => {
    const attached = { kind: 'goal', id: 'g', words: 'Swim', is_seen: true } as const;
    const own = { ...attached, purpose: null };
    expect(placeOf(own, { side: 'person', person: 'p' })).toBe('/goals/g');
    const shared = { ...attached, purpose: 'support' } as const;
    expect(placeOf(shared, { side: 'worker', person: 'p' })).toBe('/people/p?purpose=support');
    const sheet = { ...shared, kind: 'sheet' } as const;
    expect(placeOf(sheet, { side: 'worker', person: 'p' })).toBe(
      '/people/p/sheets/g?purpose=support'
    );
  });
});
