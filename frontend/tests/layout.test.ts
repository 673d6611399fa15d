// @vitest-environment node
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, read, sources, SRC } from './source.ts';

const styled = filesUnder(SRC, /\.(svelte|css)$/);
const linesOf = (path: string, wrong: RegExp) =>
  read(path)
    .split('\n')
    .filter((line) => wrong.test(line))
    .map((line) => `${relative(SRC, path)}: ${line.trim()}`);

test('a right-to-left language turns the layout over: no left, no right', () => {
  const physical =
    /^\s*(margin|padding|border|inset)?-?(left|right)\s*:|text-align:\s*(left|right)|float:\s*(left|right)/;
  expect(styled.flatMap((path) => linesOf(path, physical))).toEqual([]);
});

test('every colour is a token, so that both themes have it', () => {
  const raw = /^(?!\s*--).*:[^;]*(#[0-9a-f]{3,8}\b|\brgb|\bhsl)/i;
  const parts = styled.filter((path) => path.endsWith('.svelte'));
  const styles = parts.flatMap((path) =>
    linesOf(path, raw).filter(
      (line) => !/::backdrop|rgb\(20 16 12/.test(line) && !/[<>=]/.test(line)
    )
  );
  expect(styles).toEqual([]);
});

test('no address in the app points outside, except what people are shown', () => {
  const outside = sources().flatMap((path) => linesOf(path, /['"`]https?:\/\//));
  expect(outside).toEqual([]);
});

test('no component takes more than a screenful: 150 lines of script and markup', () => {
  const long = filesUnder(SRC, /\.svelte$/)
    .map((path) => [relative(SRC, path), read(path).split('<style>')[0]?.split('\n').length ?? 0])
    .filter(([, lines]) => Number(lines) > 150);
  expect(long).toEqual([]);
});
