import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Wraps an adapter: after the build, the policy that SvelteKit put into the shell's <meta> is also written to
 * build/content-security-policy.txt, so that the server can send the very same one as a header and add what only
 * a header may say (frame-ancestors).
 *
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function withPolicyFile(adapter) {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      writeFileSync('build/content-security-policy.txt', policyOf('build/index.html'));
    }
  };
}

/** @param {string} page */
function policyOf(page) {
  const found = /http-equiv="content-security-policy" content="([^"]+)"/i.exec(
    readFileSync(page, 'utf8')
  );
  if (!found?.[1]) throw new Error(`${page} carries no content security policy`);
  return found[1].replaceAll('&#39;', "'");
}
