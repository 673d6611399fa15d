import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection, Supporter } from '#lib/api/types.ts';
import { forget } from '#lib/offline/store.ts';
import { bodyOf, blank, grantOf, lacking, reachable, usualPurpose, whoms } from './granting.ts';
import { NewGrant } from './new-grant.svelte.ts';
import { addDays, endsSoon, isPossible, latestDay, untilDay } from './periods.ts';

const LONDON = 'Europe/London';
const TODAY = '2026-11-26';
const now = new Date('2026-11-26T15:00:00Z');
const cleo = {
  membership: 'cleo',
  called: 'Cleo',
  role: 'clinician',
  job_title: '',
  team: { id: 'quay', name: 'Quay' },
  organisation: { id: 'harbour', name: 'Harbour' }
} as Connection;
const pat = { ...cleo, membership: 'pat', called: 'Pat', role: 'peer_worker' } as Connection;
const ana = { id: 'ana', name: 'My sister', accepted_at: '2026-11-01T00:00:00Z' } as Supporter;
const circle = (...connections: Connection[]) => ({ connections, supporters: [ana] });
const toCleo = { kind: 'person' as const, id: 'cleo' };
const chosen = (changes = {}) => ({
  ...blank(),
  whom: toCleo,
  scopes: ['goals' as const],
  ...changes
});

describe('the time it holds', () => {
  test('the whole of the last day belongs to it, by the person’s clocks', () => {
    const body = bodyOf(chosen({ length: 'until', until: '2027-03-28' }), now, LONDON);
    expect(body.expires_at).toBe('2027-03-28T23:00:00.000Z');
    expect(untilDay(body.expires_at ?? '', LONDON)).toBe('2027-03-28');
  });

  test.each([
    [TODAY, true],
    [addDays(TODAY, -1), false],
    [latestDay(TODAY), true],
    [addDays(latestDay(TODAY), 1), false],
    ['', false]
  ])('“%s” as a last day: %s', (day, isRight) => {
    expect(isPossible(day, TODAY)).toBe(isRight);
  });

  test('the longest that can be chosen is within the 180 days of the server, when clocks change too', () => {
    for (const day of ['2026-03-01', '2026-10-01', TODAY]) {
      const at = new Date(`${day}T23:59:59Z`);
      const body = bodyOf(chosen({ length: 'until', until: latestDay(day) }), at, LONDON);
      const days = (Date.parse(body.expires_at ?? '') - at.getTime()) / 86_400_000;
      expect(days).toBeLessThanOrEqual(180);
    }
  });

  test('that it ends soon is said for a week, and not after', () => {
    const left = (expires: string) => endsSoon(expires, now, LONDON);
    expect(left('2026-11-27T00:00:00Z')).toBe(0);
    expect(left('2026-11-28T00:00:00Z')).toBe(1);
    expect(left('2026-12-04T00:00:00Z')).toBe(7);
    expect(left('2026-12-05T00:00:00Z')).toBeNull();
  });
});

describe('from which days it shows anything', () => {
  test.each([
    ['always', null],
    ['today', '2026-11-26T00:00:00.000Z'],
    ['months', '2026-08-27T23:00:00.000Z']
  ])('%s', (since, from) => {
    expect(bodyOf(chosen({ since }), now, LONDON)).toMatchObject({
      data_from: from,
      data_to: null
    });
  });

  test('from one day to another, both part of it, and either may be left open', () => {
    const days = { from: '2026-01-01', to: '2026-01-31' };
    expect(bodyOf(chosen({ since: 'days', days }), now, LONDON)).toMatchObject({
      data_from: '2026-01-01T00:00:00.000Z',
      data_to: '2026-02-01T00:00:00.000Z'
    });
    const open = chosen({ since: 'days', days: { from: '', to: '2026-01-31' } });
    expect(bodyOf(open, now, LONDON).data_from).toBeNull();
    expect(lacking('long', open, TODAY)).toBeNull();
  });

  test.each([[{ from: '', to: '' }], [{ from: '2026-02-01', to: '2026-01-31' }]])(
    '%j says nothing',
    (days) => {
      expect(lacking('long', chosen({ since: 'days', days }), TODAY)).toBe('days');
    }
  );
});

describe('step by step', () => {
  test.each([
    [{ whom: null }, 'who'],
    [{ scopes: [] }, 'what'],
    [{ goals: 'some' }, 'what'],
    [{ length: 'until', until: '2020-01-01' }, 'long'],
    [{}, 'look']
  ])('with %j one comes to “%s”', (changes, step) => {
    expect(reachable('look', chosen(changes), TODAY)).toBe(step);
  });

  test('goals chosen one by one go along only where goals are shared', () => {
    const some = { goals: 'some', goal_ids: ['g1'] };
    expect(bodyOf(chosen(some), now, LONDON).goal_ids).toEqual(['g1']);
    expect(bodyOf(chosen({ ...some, scopes: ['milestones'] }), now, LONDON).goal_ids).toEqual([]);
  });

  test('a team is offered once, however many of it one has met', () => {
    expect(whoms([cleo, pat])).toMatchObject({ people: [cleo, pat], teams: [{ team: cleo.team }] });
  });

  test('a clinician mostly looks back, a peer worker supports', () => {
    expect(usualPurpose(toCleo, circle(cleo))).toBe('review');
    expect(usualPurpose({ kind: 'person', id: 'pat' }, circle(pat))).toBe('support');
    expect(usualPurpose({ kind: 'team', id: 'quay' }, circle(cleo))).toBe('support');
  });

  test('what is shown before sharing names whom it is for', () => {
    expect(grantOf(chosen(), circle(cleo), now, LONDON)).toMatchObject({
      practitioner: { called: 'Cleo', organisation: 'Harbour' },
      shared_team: null
    });
  });
});

describe('what was begun', () => {
  beforeEach(() => {
    forget();
    vi.stubGlobal('indexedDB', new IDBFactory());
  });

  async function begun() {
    const grant = await NewGrant.open('alice', toCleo);
    grant.choices.scopes = ['milestones'];
    grant.keep();
    await vi.waitFor(async () =>
      expect((await NewGrant.open('alice', null)).isRestored).toBe(true)
    );
    return grant;
  }

  test('is taken up again under the same number, so that sharing twice shares once', async () => {
    const { choices } = await begun();
    const again = await NewGrant.open('alice', toCleo);
    expect([again.choices.id, again.choices.scopes]).toEqual([choices.id, ['milestones']]);
  });

  test('is never taken up for somebody else', async () => {
    await begun();
    const other = await NewGrant.open('alice', { kind: 'person', id: 'pat' });
    expect([other.isRestored, other.choices.scopes]).toEqual([false, []]);
    expect((await NewGrant.open('bob', null)).isRestored).toBe(false);
  });

  test('for somebody one is not connected with any more asks for whom anew', async () => {
    const grant = await NewGrant.open('alice', toCleo);
    grant.meet(circle(pat));
    expect([grant.isGone, grant.choices.whom]).toEqual([true, null]);
    grant.pick({ kind: 'person', id: 'pat' }, circle(pat));
    expect(grant.isGone).toBe(false);
  });

  test('comes back when it was begun anew by a slip', async () => {
    const grant = await begun();
    const back = await grant.startOver();
    expect(grant.choices.scopes).toEqual([]);
    back();
    expect(grant.choices.scopes).toEqual(['milestones']);
  });
});

describe('family and friends', () => {
  const toAna = { kind: 'supporter' as const, id: 'ana' };

  test('what is shared with them is for support, and names them and nobody else', () => {
    const body = bodyOf(chosen({ whom: toAna }), now, LONDON);
    expect([body.supporter, body.membership, body.team]).toEqual(['ana', null, null]);
    expect(usualPurpose(toAna, circle(cleo))).toBe('support');
  });

  test('it reads with the name the person gave them', () => {
    expect(grantOf(chosen({ whom: toAna }), circle(cleo), now, LONDON)).toMatchObject({
      shared_supporter: { name: 'My sister' },
      practitioner: null,
      shared_team: null
    });
  });

  test('whoever does not stand by any more has to be chosen anew', async () => {
    const grant = await NewGrant.open('alice', { kind: 'supporter', id: 'gone' });
    grant.meet(circle(cleo));
    expect([grant.isGone, grant.choices.whom]).toEqual([true, null]);
  });
});
