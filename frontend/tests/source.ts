import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The front end's own source, read as text: some promises are easiest to check there. */
export const SRC = resolve(import.meta.dirname, '../src');

export function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path))
    .map((path) => join(folder, path));
}

export const read = (path: string): string => readFileSync(path, 'utf8');

/** Without what is only said about the code. */
export const readCode = (path: string): string =>
  read(path).replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|^\s*\/\/.*$/gm, '');

/** Svelte and TypeScript, without tests. */
export const sources = (): string[] =>
  filesUnder(SRC, /\.(svelte|ts)$/).filter((path) => !/\.(test|d)\.ts$/.test(path));

/** What a file imports from this source tree, as absolute paths. */
export function importsOf(path: string): string[] {
  const found = read(path).matchAll(/(?:from|import)\s+'((?:\.\.?|#lib)\/[^']+)'/g);
  return [...found]
    .map(([, to = '']) =>
      to.startsWith('#lib/') ? join(SRC, to.replace('#lib', 'lib')) : join(dirname(path), to)
    )
    .filter((to) => /\.(svelte|ts)$/.test(to));
}
