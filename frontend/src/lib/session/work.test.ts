import { expect, test } from 'vitest';
import { elsewhere, homeOf, placeOf, workOf } from './work.ts';

const somebody = (role: string, is_first_run = false) => ({
  role,
  is_first_run,
  second_step: 'not_needed' as const
});

test.each([
  ['service_user', '/today'],
  ['peer_worker', '/people'],
  ['clinician', '/people'],
  ['service_manager', '/team'],
  ['a role this page has never heard of', '/today']
])('%s begins at %s', (role, home) => {
  expect(homeOf(role)).toBe(home);
});

test.each([
  ['clinician', '/today', '/people'],
  ['peer_worker', '/me/reminders', '/people'],
  ['service_user', '/people/alice', '/today'],
  ['service_user', '/team', '/today'],
  ['service_manager', '/code', '/team'],
  ['service_manager', '/goals/1', '/team'],
  ['peer_worker', '/ideas', '/people'],
  ['service_manager', '/ideas/1', '/team']
])('%s who opens %s is sent to %s', (role, path, home) => {
  expect(elsewhere(somebody(role), path)).toBe(home);
});

test.each([
  ['service_user', '/today'],
  ['service_user', '/teamwork'],
  ['peer_worker', '/people/alice'],
  ['clinician', '/code'],
  ['service_manager', '/team/invite'],
  ['peer_worker', '/stories'],
  ['peer_worker', '/ideas/stories'],
  ['clinician', '/ideas/stories/new'],
  ['clinician', '/me'],
  ['service_manager', '/me/settings']
])('%s stays at %s', (role, path) => {
  expect(elsewhere(somebody(role), path)).toBeNull();
});

test.each(['enrol', 'confirm'] as const)(
  'whoever still has to %s finds nothing else',
  (second_step) => {
    const me = { ...somebody('clinician', true), second_step };
    expect(elsewhere(me, '/people')).toBe('/second-step');
    expect(elsewhere(me, '/me/security')).toBe('/second-step');
  }
);

test('whoever is new is welcomed first, once', () => {
  expect(elsewhere(somebody('clinician', true), '/people')).toBe('/welcome');
  expect(elsewhere(somebody('clinician', true), '/welcome')).toBeNull();
  expect(elsewhere(somebody('clinician'), '/welcome')).toBe('/people');
});

test('what is everybody’s is nobody’s place', () => {
  expect([placeOf('/me'), placeOf('/me/settings')]).toEqual([null, null]);
  expect(workOf('service_user')).toBe('own');
});

test('whoever comes to stand by somebody is not asked about themselves first', () => {
  const newcomer = { role: 'service_user', is_first_run: true };
  expect(elsewhere(newcomer, '/supporting')).toBeNull();
  expect(elsewhere(newcomer, '/supporting/somebody')).toBeNull();
  expect(elsewhere(newcomer, '/today')).toBe('/welcome');
});
