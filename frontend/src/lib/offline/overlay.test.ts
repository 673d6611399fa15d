import { describe, expect, test } from 'vitest';
import { GONE, overlaid, type Change } from './overlay.ts';

const GOAL = '01900000-0000-7000-8000-000000000001';
const OTHER = '01900000-0000-7000-8000-000000000002';
const STEP = '01900000-0000-7000-8000-000000000003';
const IDEA = '01900000-0000-7000-8000-000000000004';

const put = (address: string, body: object | null, method: Change['method'] = 'PUT'): Change => ({
  address: `/api/v1/${address}`,
  method,
  body: body as Change['body']
});
const over = (asked: string, answer: unknown, ...changes: Change[]) =>
  overlaid(`/api/v1/${asked}`, answer, changes);

describe('the first screen', () => {
  const today = {
    checked_in_at: '2026-11-26T08:00:00Z',
    goals: [{ id: GOAL, words: 'Paint', steps: [{ id: STEP, words: 'Brushes', done_at: null }] }],
    notices: [{ id: IDEA, words: 'Tea?' }],
    idea: { resource: IDEA, goal: GOAL }
  };
  const shown = (...changes: Change[]) => over('today/', today, ...changes) as typeof today;

  test('a step ticked without a signal is not open any more, and open again when taken back', () => {
    const ticked = put(`goals/${GOAL}/steps/${STEP}/`, { done_at: '2026-11-27T08:00:00Z' });
    const back = put(`goals/${GOAL}/steps/${STEP}/`, { words: 'Brushes', done_at: null });
    expect(shown(ticked).goals[0]?.steps).toEqual([]);
    expect(shown(ticked, back).goals[0]?.steps).toMatchObject([{ id: STEP, words: 'Brushes' }]);
  });

  test('steps changed, added and taken away', () => {
    const path = `goals/${GOAL}/steps/`;
    const changed = put(`${path}${STEP}/`, { words: 'Big brushes' });
    const added = put(`${path}${OTHER}/`, { words: 'Paper', done_at: null });
    const gone = put(`${path}${STEP}/`, null, 'DELETE');
    expect(shown(changed, added).goals[0]?.steps.map(({ words }) => words)).toEqual([
      'Big brushes',
      'Paper'
    ]);
    expect(shown(gone).goals[0]?.steps).toEqual([]);
  });

  test('a new goal stands first, a changed one in its place, and one let go or deleted is gone', () => {
    const words = (...changes: Change[]) => shown(...changes).goals.map((goal) => goal.words);
    expect(words(put(`goals/${OTHER}/`, { words: 'Sing' }))).toEqual(['Sing', 'Paint']);
    expect(words(put(`goals/${GOAL}/`, { words: 'Draw' }))).toEqual(['Draw']);
    expect(words(put(`goals/${GOAL}/status/`, { status: 'cancelled' }, 'POST'))).toEqual([]);
    expect(words(put(`goals/${GOAL}/status/`, { status: 'active' }, 'POST'))).toEqual(['Paint']);
    expect(words(put(`goals/${GOAL}/`, null, 'DELETE'))).toEqual([]);
    expect(words(put(`goals/${GOAL}/scale/`, { words: ['', '', 'A', '', ''] }))).toEqual(['Paint']);
    expect(shown(put(`goals/${OTHER}/`, { words: 'Sing' })).goals[0]?.steps).toEqual([]);
  });

  test('a check-in counts when it is later than the one known; taken back, the server will say', () => {
    const at = (recorded_at: string) => put(`check-ins/${OTHER}/`, { recorded_at });
    expect(shown(at('2026-11-27T09:00:00Z')).checked_in_at).toBe('2026-11-27T09:00:00Z');
    expect(shown(at('2026-11-25T09:00:00Z')).checked_in_at).toBe(today.checked_in_at);
    const back = put(`check-ins/${OTHER}/`, null, 'DELETE');
    expect(shown(back).checked_in_at).toBe(today.checked_in_at);
    const first = over('today/', { ...today, checked_in_at: null }, at('2026-11-27T09:00:00Z'));
    expect(first).toMatchObject({ checked_in_at: '2026-11-27T09:00:00Z' });
  });

  test('an idea answered and a note read are shown no more', () => {
    expect(shown(put(`suggestions/${GOAL}/${IDEA}/`, { state: 'saved' })).idea).toBeNull();
    expect(shown(put(`suggestions/${GOAL}/${OTHER}/`, { state: 'saved' })).idea).toEqual(
      today.idea
    );
    expect(
      over('today/', { ...today, idea: null }, put(`suggestions/${GOAL}/${IDEA}/`, {}))
    ).toEqual({ ...today, idea: null });
    expect(shown(put(`notices/${IDEA}/read/`, null, 'POST')).notices).toEqual([]);
    expect(shown(put('plan/', { words: 'x' }))).toEqual(today);
  });
});

test('questions of one’s own: chosen, added, changed, put away', () => {
  const items = { chosen: ['a'], own: [{ id: STEP, text: 'Tea?', is_archived: false }] };
  const own = (id: string) => `check-in-items/own/${id}/`;
  expect(over('check-in-items/', items, put('check-in-items/chosen/', { chosen: ['b'] }))).toEqual({
    ...items,
    chosen: ['b']
  });
  const after = over(
    'check-in-items/',
    items,
    put(own(OTHER), { text: 'Walk?', domain: 'social' }),
    put(own(OTHER), { text: 'A walk?', domain: 'social' }),
    put(own(STEP), null, 'DELETE')
  );
  expect(after).toMatchObject({
    own: [
      { id: STEP, text: 'Tea?', is_archived: true },
      { id: OTHER, text: 'A walk?', is_archived: false }
    ]
  });
});

test('what is left out of ideas, and a note read, show at once', () => {
  expect(over('wishes/', { wishes: [] }, put('wishes/', { wishes: ['free_only'] }))).toEqual({
    wishes: ['free_only']
  });
  const notices = {
    results: [
      { id: STEP, read_at: null },
      { id: OTHER, read_at: null }
    ]
  };
  const read = over('notices/', notices, put(`notices/${STEP}/read/`, null, 'POST'));
  expect(read).toMatchObject({
    results: [{ read_at: expect.any(String) as string }, { read_at: null }]
  });
});

test('a scale and where a goal is on it', () => {
  const scale = put(`goals/${GOAL}/scale/`, { words: ['a'], weight: 1, version: 1 });
  expect(over(`goals/${GOAL}/scale/`, { words: [], version: 1 }, scale)).toEqual({
    words: ['a'],
    weight: 1,
    version: 1.5
  });
  const gone = put(`goals/${GOAL}/scale/`, null, 'DELETE');
  expect(over(`goals/${GOAL}/scale/`, { words: [] }, gone)).toBe(GONE);
  const said = put(`goals/${GOAL}/attainments/${STEP}/`, { level: 1, recorded_at: '2026-11-27' });
  expect(over(`goals/${GOAL}/attainments/`, { results: [] }, said)).toMatchObject({
    results: [{ id: STEP, level: 1 }]
  });
});

test('what is not there until it is written here is as the server will say it', () => {
  const scale = put(`goals/${GOAL}/scale/`, { words: ['', '', 'A', '', ''], version: 0 });
  expect(over(`goals/${GOAL}/scale/`, GONE, scale)).toMatchObject({ version: 0.5 });
});

describe('a list that goes on shows a row once', () => {
  const entry = (id: string, day: number) => ({ id, recorded_at: `2026-11-${day}T08:00:00Z` });
  const first = { next: '?cursor=b', previous: null, results: [entry(GOAL, 26), entry(STEP, 20)] };
  const second = { next: null, previous: '?cursor=a', results: [entry(OTHER, 15)] };
  const ids = (page: object, day: number) => {
    const written = put(`journal/entries/${IDEA}/`, { recorded_at: entry('', day).recorded_at });
    const shown = over('journal/entries/', page, written) as typeof first;
    return shown.results.map(({ id }) => id);
  };

  test('on the page of its day', () => {
    expect([ids(first, 27), ids(second, 27)]).toEqual([[IDEA, GOAL, STEP], [OTHER]]);
    expect([ids(first, 22), ids(second, 22)]).toEqual([[GOAL, IDEA, STEP], [OTHER]]);
    expect([ids(first, 12), ids(second, 12)]).toEqual([
      [GOAL, STEP],
      [OTHER, IDEA]
    ]);
  });

  test('a milestone in the timeline, too', () => {
    const line = (day: number) => ({ kind: 'check_in', ...entry('', day), check_in: {} });
    const page = { next: null, previous: '?cursor=a', results: [line(15)] };
    const late = put(`milestones/${IDEA}/`, { recorded_at: entry('', 27).recorded_at });
    expect(over('timeline/', page, late)).toEqual(page);
  });
});
