import { beforeEach, expect, test, vi } from 'vitest';
import { explain, explainField } from './explain.ts';
import { direction, languages, messages, nearest, speak, spoken, t, type Key } from './t.svelte.ts';

beforeEach(() => speak('en'));

test('a number chooses the plural form and is written as the language writes it', () => {
  expect(t('common.characters_left', { n: 1 })).toBe('1 character left');
  expect(t('common.characters_left', { n: 1200 })).toBe('1,200 characters left');
});

test('a catalogue is there once its screen has asked for it', async () => {
  expect(t('help.title')).toBe('help.title');
  await messages('help');
  expect(t('help.title')).toBe('Help now');
});

test('a message that does not exist shows its key instead of nothing', () => {
  expect(t('common.no_such_thing' as Key)).toBe('common.no_such_thing');
});

test('another language replaces every catalogue in use', async () => {
  await messages('help');
  await speak('en-XA');
  expect(spoken()).toBe('en-XA');
  expect(t('help.title')).toMatch(/^Hëlp ñöw lor/);
  expect(t('common.save').length).toBeGreaterThan('Save'.length * 1.4);
});

test('the longer mock language leaves values alone', async () => {
  await messages('help');
  await speak('en-XA');
  expect(t('help.call', { number: '999' })).toContain('999');
});

test('the mock right-to-left language turns the page over', async () => {
  await speak('ar-XB');
  expect(direction()).toBe('rtl');
});

test('a language nobody has written is not spoken', async () => {
  await speak('tlh');
  expect(spoken()).toBe('en');
});

test('the nearest language to what the phone asks for', () => {
  expect(languages).toContain('en');
  expect(nearest(['tlh', 'en-IE'])).toBe('en');
  expect(nearest(['tlh'])).toBe('en');
});

test('each refusal says what happened and that nothing was lost', () => {
  expect(explain({ code: 'unreachable' })).toEqual({
    what: 'We could not reach the service.',
    next: 'Nothing you wrote is lost. Check your signal, then try again.'
  });
});

test('what only one feature can say no to is said in its own words', async () => {
  await messages('sharing');
  const refused = { code: 'not_connected' };
  expect(explain(refused, 'sharing').what).toBe('You are not connected with them any more.');
  expect(explain({ code: 'unreachable' }, 'sharing').what).toBe('We could not reach the service.');
});

test('a refusal nobody foresaw still says what to do', () => {
  expect(explain(new TypeError('x')).what).toBe('Something went wrong.');
  expect(explain({ code: 'never_heard_of' }).next).toContain('Nothing you wrote is lost');
});

test('a field has its own sentence, by code', () => {
  const refused = {
    code: 'invalid',
    errors: { words: [{ code: 'blank' }], why: [{ code: 'odd' }] }
  };
  expect(explainField(refused, 'words')).toBe('Please fill this in.');
  expect(explainField(refused, 'why')).toBe('This does not look right. Please check it.');
  expect(explainField(refused, 'other')).toBeUndefined();
});

test('to be without a signal is no fault, and alarms nobody; a service that does not answer may', () => {
  const onLine = vi.spyOn(navigator, 'onLine', 'get');
  onLine.mockReturnValue(false);
  expect(explain({ code: 'unreachable' })).toMatchObject({
    what: t('errors.no_signal.what'),
    isCalm: true
  });
  onLine.mockReturnValue(true);
  expect(explain({ code: 'unreachable' }).isCalm).toBeUndefined();
  onLine.mockRestore();
});
