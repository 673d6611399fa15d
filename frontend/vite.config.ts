import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { withAheadFile } from './scripts/ahead-file.js';
import { withPolicyFile } from './scripts/policy-file.js';

const backend = process.env.BACKEND ?? 'http://localhost:8000';

/** The one inline script of app.html, so that theme and text size are right before the first paint. */
function firstPaintHash(): `sha256-${string}` {
  const html = readFileSync(new URL('./src/app.html', import.meta.url), 'utf8');
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

/** SvelteKit hides its route announcer with this one style attribute, word for word. */
const ANNOUNCER = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** All of lib/offline but what a page does when it is left, and what few screens use. */
const PHONE = /lib\/offline\/(?!flush|on-its-way)|node_modules\/idb\//;

/** What the app begins with, wherever it does: small pieces that few screens name. */
const BEGINNING =
  /lib\/(api\/thrift|offline\/flush|session\/(confirm|invitation)|features\/sharing\/(arrival|code))\./;

/** Of those who are on their way in. */
const SIGNING_IN =
  /lib\/(features\/account\/(AccountForm|PasswordField)|session\/account|api\/allauth)\.|\(public\)\/landing\./;

/** What is used where somebody writes. */
const FORMS = /lib\/features\/writing\/(?!begun)|lib\/ui\/(TextArea|Choices?|Scale)\./;

/**
 * Compiled whole beside the page's own thread, and not function by function on it when each is first called. Browsers
 * that do not know it read a comment. https://v8.dev/blog/explicit-compile-hints
 */
const EAGER = '//# allFunctionsCalledOnLoad';

export default defineConfig({
  plugins: [
    sveltekit({
      compilerOptions: { runes: true },
      adapter: withAheadFile(withPolicyFile(adapter({ fallback: 'app.html', precompress: true }))),
      paths: { relative: false },
      // lib/features/phone/keep-here.ts does, once the first screen stands
      serviceWorker: { register: false },
      inlineStyleThreshold: 30000,
      prerender: { entries: ['/', '/sign-in'], crawl: false },
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self', firstPaintHash()],
          'style-src': ['self'],
          'style-src-attr': ['unsafe-hashes', ANNOUNCER],
          'img-src': ['self'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'worker-src': ['self'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'require-trusted-types-for': ['script'],
          'trusted-types': ['svelte-trusted-html', 'own-worker']
        }
      }
    })
  ],
  resolve: {
    conditions: process.env.VITEST ? ['browser'] : undefined,
    alias: {
      $seed: fileURLToPath(new URL('../recoveryapp/resources/seed', import.meta.url))
    }
  },
  build: {
    target: ['chrome107', 'safari16', 'firefox104'],
    // The names of all parts of all screens would be a tenth of the first visit; styles alone have to be there first.
    modulePreload: {
      resolveDependencies: (_, parts) => parts.filter((part) => part.endsWith('.css'))
    }
  },
  // What nearly every screen uses comes in one file, and what those use on which somebody writes in another: half the
  // requests. The phone's own store comes in a third, after the first screen stands.
  environments: {
    client: {
      build: {
        rolldownOptions: {
          preserveEntrySignatures: 'allow-extension',
          output: {
            postBanner: EAGER,
            codeSplitting: {
              groups: [
                { name: 'phone', test: PHONE, priority: 1, includeDependenciesRecursively: false },
                { name: 'beginning', test: BEGINNING, includeDependenciesRecursively: false },
                { name: 'signing-in', test: SIGNING_IN, includeDependenciesRecursively: false },
                { name: 'forms', test: FORMS, includeDependenciesRecursively: false },
                { name: 'shared', minShareCount: 45 }
              ]
            }
          }
        }
      }
    }
  },
  server: {
    fs: { allow: ['..'] },
    proxy: { '/api': backend, '/_allauth': backend, '/health': backend }
  },
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    environment: 'happy-dom',
    unstubGlobals: true
  }
});
