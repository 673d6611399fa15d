import { describe, expect, test } from 'vitest';
import type { KeptResource, WholeUnplacedService } from '#lib/api/types.ts';
import { asAge, asList, contentOf, contentOfService, EMPTY } from './content.ts';
import { wantedIn } from './directory.ts';
import { Pages } from './pages.svelte.ts';
import { isOpen } from './uploads.ts';

const resource = (change: Partial<KeptResource> = {}) =>
  ({
    ...EMPTY,
    id: 'r',
    name: 'Table',
    status: 'active',
    updated_at: 'now',
    ...change
  }) as KeptResource;

describe('what a manager writes', () => {
  test('languages are names with commas between them', () => {
    expect(asList(' English, BSL,, Polish ')).toEqual(['English', 'BSL', 'Polish']);
  });

  test('an age is a number, or nothing', () => {
    expect([asAge('18'), asAge(' ')]).toEqual([18, null]);
  });

  test('a form holds what can be changed and nothing else', () => {
    expect(contentOf(resource())).toEqual({ ...EMPTY, name: 'Table' });
  });

  test('a service without a kind begins with what its publisher says', () => {
    const raw = { description: 'Cold.', url: 7, fees_description: 'Free' };
    const service = {
      name: 'Swim',
      organisation: 'Harbour',
      raw
    } as unknown as WholeUnplacedService;
    expect(contentOfService(service)).toEqual({
      ...EMPTY,
      name: 'Swim',
      organisation: 'Harbour',
      description: 'Cold.',
      cost_text: 'Free'
    });
  });
});

test('what is looked for stands in the address', () => {
  expect(wantedIn(new URLSearchParams('q=walk&needs=link'))).toEqual({
    q: 'walk',
    kind: '',
    status: '',
    needs: 'link'
  });
});

test('a row that is done with leaves its list at once', () => {
  const pages = new Pages({ next: null, previous: null, results: [{ id: 'a' }, { id: 'b' }] });
  pages.drop('a');
  expect(pages.rows).toEqual([{ id: 'b' }]);
  expect(pages.hasMore).toBe(false);
});

test('a file is watched until it is read or refused', () => {
  const open = (['waiting', 'reading', 'done', 'refused'] as const).map((state) =>
    isOpen({ state })
  );
  expect(open).toEqual([true, true, false, false]);
});
