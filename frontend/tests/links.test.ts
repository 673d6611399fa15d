// @vitest-environment node
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, readCode, sources, SRC } from './source.ts';

const ROUTES = join(SRC, 'routes');

/** Each page's address as a pattern: `(me)/goals/[id]` -> /goals/anything. */
const places = filesUnder(ROUTES, /\+page\.svelte$/).map((path) => {
  const parts = relative(ROUTES, dirname(path)).split('/');
  const shown = parts.filter((part) => part && !part.startsWith('('));
  return new RegExp(`^/${shown.map((part) => (part.startsWith('[') ? '[^/]+' : part)).join('/')}$`);
});

/** `href="/goals/{id}?draft=1"`, `href: '/me'`, goto(`/today`): the path, with a stand-in for each value. */
function linksIn(path: string): string[] {
  const found = readCode(path).matchAll(/(?:href=|href:\s*|goto\()["'`{]*(\/[^"'`?#\s]*)/g);
  return [...found].map(([, link = '']) => link.replace(/\$?\{[^}]*\}?/g, 'x'));
}

test.skipIf(!existsSync(join(ROUTES, '(me)/ideas')))(
  'every link in the app leads somewhere',
  () => {
    const dead = sources().flatMap((path) =>
      linksIn(path)
        .filter((link) => !places.some((place) => place.test(link)))
        .map((link) => `${relative(SRC, path)}: ${link}`)
    );
    expect(dead).toEqual([]);
  }
);
