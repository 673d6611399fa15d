/**
 * What the first visit to a screen downloads, compressed as the server does it (Brotli), from the last build:
 * `npm run size`. Ends with an error above the budget: 60 KB of script, 150 KB in all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const OUT = '.svelte-kit/output/client';
const NODES = '.svelte-kit/generated/build/client-optimized/nodes';
const SCREENS = {
  start: { screen: '(public)/+page.svelte', words: 'start' },
  'sign in': { screen: '(public)/sign-in/+page.svelte', words: 'session' },
  help: { screen: '(public)/help/+page.svelte', words: 'help' },
  today: { screen: '(me)/today/+page.svelte', words: 'today' }
};

/** @typedef {{ file: string, imports?: string[], css?: string[] }} Chunk */

/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(`${OUT}/.vite/manifest.json`, 'utf8'));

/** The layouts around a screen, outermost first, and the screen itself. @param {string} screen */
function parts(screen) {
  const folders = screen.split('/').slice(0, -1);
  const layouts = folders.map((_, at) => [...folders.slice(0, at + 1), '+layout.svelte'].join('/'));
  return ['+layout.svelte', ...layouts, screen].map((part) => `routes/${part}`);
}

/** @param {string} screen */
function nodesOf(screen) {
  const wanted = parts(screen);
  return readdirSync(NODES).filter((node) => {
    const source = readFileSync(`${NODES}/${node}`, 'utf8');
    return wanted.some((part) => source.includes(`/src/${part}"`));
  });
}

/** @param {string} key @param {Set<string>} files */
function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  chunk.css?.forEach((css) => files.add(css));
  chunk.imports?.forEach((next) => collect(next, files));
}

/** @param {{ screen: string, words: string }} place */
function filesFor({ screen, words }) {
  /** @type {Set<string>} */
  const files = new Set();
  const entries = Object.keys(manifest).filter((key) =>
    /client(-entry|\/entry)\.js$|client-optimized\/app\.js$/.test(key)
  );
  const nodes = nodesOf(screen).map((node) => `${NODES}/${node}`);
  [...entries, ...nodes, `src/lib/i18n/messages/en/${words}.json`].forEach((key) =>
    collect(key, files)
  );
  return [...files];
}

/** @param {string[]} paths */
const weigh = (paths) =>
  paths.reduce((sum, path) => sum + brotliCompressSync(readFileSync(path)).length, 0) / 1000;

let isOver = false;
for (const [name, place] of Object.entries(SCREENS)) {
  const files = filesFor(place).map((file) => `${OUT}/${file}`);
  const script = weigh(files.filter((file) => file.endsWith('.js')));
  const all = weigh([...files, 'build/app.html', 'static/icon.svg']);
  isOver ||= script > 60 || all > 150;
  console.log(
    `${name}: ${script.toFixed(1)} KB of script, ${all.toFixed(1)} KB in all, ${files.length + 1} requests`
  );
}
if (isOver) process.exit(1);
