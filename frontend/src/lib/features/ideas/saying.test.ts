import { beforeAll, expect, test } from 'vitest';
import type { Reason, Resource, Suggestion } from '#lib/api/types.ts';
import { messages } from '#lib/i18n/t.svelte.ts';
import { setting } from '#lib/ui/setting.svelte.ts';
import { aboutRows } from './about.ts';
import { compared, twoOf } from './compare.ts';
import {
  beginning,
  checkedText,
  costOf,
  dial,
  isFresh,
  waysOf,
  webAddress,
  whereOf
} from './facts.ts';
import { languageLabels, languageOptions } from './languages.ts';
import { sentence } from './reasons.ts';

const resource = (changes: Partial<Resource> = {}): Resource => ({
  id: 'r',
  name: 'Seven Sheds',
  description: 'Grow things with us. Weeding and sitting both count. Soup at noon.',
  content_note: '',
  kind: 'nature',
  domains: [],
  areas: [],
  mechanisms: [],
  is_peer_run: true,
  delivery: ['in_person'],
  cost: 'free',
  cost_text: 'Free',
  place: 'Brackenford',
  address: '',
  coverage: 'local',
  languages: ['English'],
  audience: '',
  how_to: '',
  when_text: '',
  url: '',
  phone: '',
  email: '',
  organisation: '',
  assured_on: '2026-09-25',
  last_checked_on: null,
  link_broken_on: null,
  merged_into: null,
  is_stale: false,
  status: 'active',
  licence: '',
  source: 'directory',
  ...changes
});
const reason = (code: string, ...about: string[]) =>
  ({ code, about, text: 'as the server says it' }) as Reason;
const idea = (changes: Partial<Resource>, ...reasons: Reason[]): Suggestion => ({
  goal: 'g',
  resource: resource(changes),
  reasons,
  links: [],
  state: null
});

beforeAll(async () => {
  setting.locale = 'en-GB';
  await messages('ideas', 'needs', 'parts');
});

test.each([
  [reason('words', 'allotment', 'grow'), 'You wrote “allotment” and “grow”.'],
  [reason('need', 'debt', 'sleep_night'), 'It is about debt and sleep and nights.'],
  [reason('need', 'a newer one'), 'as the server says it'],
  [reason('kind', 'nature'), 'This kind of help often fits what you wrote.'],
  [reason('meaning'), 'It is close in meaning to what you wrote.'],
  [reason('liked', 'nature'), 'It is like something you kept.'],
  [reason('domain', 'social'), 'You chose this area of life: Other people.'],
  [
    reason('area', 'functional.home', 'functional.money'),
    'It may help with what you chose: Home and Money.'
  ],
  [reason('barrier', 'group_anxiety'), 'It may make this easier: Groups are hard.'],
  [reason('affordable', 'free'), 'It is free.'],
  [reason('affordable', 'low'), 'It costs little.'],
  [reason('near', 'Brackenford'), 'It is in Brackenford.'],
  [reason('peer_run'), 'It is run by people who have been there themselves.']
])('why: $code $about', (why, said) => {
  expect(sentence(why)).toBe(said);
});

test.each([reason('area', 'functional.home', 'functional.garden'), reason('weather', 'sunny')])(
  'what this app has no words for is said in the server’s: $code',
  (why) => {
    expect(sentence(why)).toBe('as the server says it');
  }
);

test('what it costs is said in the publisher’s words where they say more than "free"', () => {
  expect(costOf(resource())).toBe('Free');
  expect(costOf(resource({ cost_text: 'Free, tea included' }))).toBe('Free, tea included');
  expect(costOf(resource({ cost: 'low', cost_text: '' }))).toBe('It costs a little');
  expect(costOf(resource({ cost: 'unknown', cost_text: '' }))).toBe('We do not know what it costs');
});

test('where it is: the town, else how far it reaches, else nothing', () => {
  expect(whereOf(resource())).toBe('Brackenford');
  expect(whereOf(resource({ place: '', coverage: 'national' }))).toBe('Anywhere in the country');
  expect(whereOf(resource({ place: '', coverage: 'unknown' }))).toBe('');
  expect(waysOf(resource({ delivery: ['phone', 'online'] }))).toBe('By phone · Online');
});

test('a check long ago, or none, is said honestly', () => {
  expect(checkedText(resource({ last_checked_on: '2026-10-01' }))).toBe('Checked on 1 Oct 2026.');
  expect(checkedText(resource({ assured_on: '2021-06-01', is_stale: true }))).toContain(
    'That is a long time ago'
  );
  expect(checkedText(resource({ assured_on: null, is_stale: true }))).toContain('Nobody has said');
  expect(isFresh(resource({ is_stale: true }))).toBe(false);
  expect(isFresh(resource({ status: 'closed' }))).toBe(false);
});

test('only a web address becomes a link, whatever the directory holds', () => {
  expect(webAddress('https://example.org/work')?.hostname).toBe('example.org');
  const others = ['javascript:alert(1)', 'data:text/html,x', 'example.org', '', '//example.org'];
  expect(others.map(webAddress)).toEqual(others.map(() => null));
});

test('a number is dialled without its spaces', () => {
  expect(dial('0808 157 0142')).toBe('tel:08081570142');
  expect(dial('+44 (0)20 1234')).toBe('tel:+440201234');
});

test('a card shows the first two sentences, and all where there are no more', () => {
  const { description } = resource();
  expect(beginning(description)).toBe('Grow things with us. Weeding and sitting both count.');
  expect(beginning('No full stop here')).toBe('No full stop here');
});

test('what the directory does not say is left out of what is known', () => {
  const terms = aboutRows(resource({ when_text: 'Tuesday 10:00' })).map(({ term }) => term);
  expect(terms).toEqual(['What kind', 'What it costs', 'How', 'When', 'Where', 'Languages']);
});

test('two ideas stand line by line in one order; what both say is said once', () => {
  const lines = compared(
    idea({ when_text: 'Tuesday' }, reason('need')),
    idea({ id: 's', place: 'Saltmere', is_peer_run: false })
  );
  const line = (term: string) => lines.find((each) => each.term === term);
  expect(line('What it costs')).toMatchObject({ isSame: true, texts: [['Free'], ['Free']] });
  expect(line('Where')).toMatchObject({ isSame: false, texts: [['Brackenford'], ['Saltmere']] });
  expect(line('When')?.texts).toEqual([['Tuesday'], []]);
  expect(line('Why this one')?.texts[1]).toEqual([]);
  expect(line('Who it is for')).toBeUndefined();
});

test('the two asked for are compared, else the first that are left', () => {
  expect(twoOf(['a', 'b', 'c'], ['c', null])).toEqual(['c', 'a']);
  expect(twoOf(['a', 'b', 'c'], ['a', 'a'])).toEqual(['a', 'b']);
  expect(twoOf(['a', 'b'], ['gone', 'b'])).toEqual(['b', 'a']);
  expect(twoOf(['a'], [null, null])).toBeNull();
});

test('a language is offered by its own name, and one chosen elsewhere stays among them', () => {
  const options = languageOptions(['Klingon']);
  expect(options.find(({ value }) => value === 'Polish')?.label).toBe('Polski');
  expect(options.at(-1)).toEqual({ value: 'Klingon', label: 'Klingon' });
  expect(languageLabels(['Welsh', 'BSL'])).toBe('Cymraeg, British Sign Language');
});
