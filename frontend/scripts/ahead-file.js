import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const MANIFEST = '.svelte-kit/output/client/.vite/manifest.json';
const CATALOGUE = /^src\/lib\/i18n\/messages\/([^/]+)\/([^/]+)\.json$/;

/**
 * Wraps an adapter: after the build, what each screen needs beside the app itself is written to build/ahead.json, so that
 * the server can name it in the page that starts there, and a phone asks for all of it at once instead of finding one
 * piece in another.
 *
 * screens: the pattern of an address, its code and styles, and the catalogues its `load` asks for.
 * words: where each catalogue is, by language.
 *
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function withAheadFile(adapter) {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      const ahead = { screens: await screens(builder), words: words() };
      writeFileSync('build/ahead.json', JSON.stringify(ahead));
    }
  };
}

/** @param {import('@sveltejs/kit').Builder} builder */
async function screens(builder) {
  const server = pathToFileURL(`${builder.getServerDirectory()}/manifest.js`);
  const { routes, nodes } = (await import(server.href)).manifest;
  const named = readFileSync('build/app.html', 'utf8');
  /** @param {{ pattern: RegExp, page: { layouts: (number | undefined)[], leaf: number } }} route */
  const screen = async ({ pattern, page }) => {
    const wanted = [...page.layouts, page.leaf].filter((at) => at !== undefined);
    const parts = await Promise.all(wanted.map((at) => nodes[at]()));
    const files = parts.flatMap(({ imports, stylesheets }) => [...stylesheets, ...imports]);
    return {
      // Any character at all, as other languages than this one write it.
      pattern: pattern.source.replaceAll('[^]', '[\\s\\S]'),
      files: [...new Set(files)].filter((file) => !named.includes(file)),
      words: [...new Set(parts.flatMap(({ universal_id }) => wordsOf(universal_id)))]
    };
  };
  return Promise.all(routes.map(screen));
}

/** The catalogues that a `+page.ts` or `+layout.ts` asks for. @param {string | undefined} file */
function wordsOf(file) {
  const asked = file && /messages\(([^)]*)\)/.exec(readFileSync(file, 'utf8'));
  return asked ? [...(asked[1] ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name) : [];
}

function words() {
  /** @type {Record<string, Record<string, string>>} */
  const found = {};
  /** @type {Record<string, { file: string }>} */
  const chunks = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  for (const [source, { file }] of Object.entries(chunks)) {
    const [, language, name] = CATALOGUE.exec(source) ?? [];
    if (language && name) (found[language] ??= {})[name] = file;
  }
  return found;
}
