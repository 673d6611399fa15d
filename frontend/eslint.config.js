import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * routes -> features -> {api, offline, session, ui, i18n}. Own files are imported as './x', everything else as
 * '#lib/...', so one pattern tells which way an import points.
 *
 * @param {string[]} files
 * @param {string} forbidden
 * @param {string} why
 * @returns {import('typescript-eslint').ConfigArray[number]}
 */
const boundary = (files, forbidden, why) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: forbidden, message: why }] }]
  }
});
/** @param {string} folder */
const outOf = (folder) => `src/lib/${folder}/**/*.{ts,svelte}`;
const climbing = '^\\.\\.';

export default ts.config(
  { ignores: ['**/build/', '**/.svelte-kit/', 'audit/mutation/', 'src/lib/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off'
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } }
  },
  boundary(
    ['src/lib/features/**/*.{ts,svelte}'],
    `${climbing}|^#lib/features/|^#lib/routes`,
    'Features never import each other: compose them in a route.'
  ),
  boundary(
    [outOf('ui')],
    `${climbing}|^#lib/(?!ui/)`,
    'ui knows no domain, no words and no server: pass it in as a prop.'
  ),
  boundary([outOf('api')], `${climbing}|^#lib/`, 'api is a leaf.'),
  boundary([outOf('i18n')], `${climbing}|^#lib/(?!i18n/)`, 'i18n is a leaf.'),
  boundary(
    [outOf('offline')],
    `${climbing}|^#lib/(?!api/|offline/)`,
    'offline stands on api and nothing else.'
  ),
  boundary(
    [outOf('session')],
    `${climbing}|^#lib/(?!api/|offline/|i18n/|session/)`,
    'session stands on api, offline and i18n.'
  ),
  {
    files: [outOf('ui')],
    rules: { 'no-restricted-globals': ['error', 'fetch', 'indexedDB', 'localStorage'] }
  },
  {
    files: ['src/**/*.{ts,svelte}'],
    ignores: ['**/*.test.ts', 'src/lib/ui/formats.ts', 'src/lib/i18n/t.svelte.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.object.name='Intl'][callee.property.name=/Format$/]",
          message: 'Made anew each time it holds up a slow phone: see ui/formats.ts.'
        }
      ]
    }
  },
  { files: ['**/*.test.ts', 'scripts/**'], rules: { 'no-console': 'off' } }
);
