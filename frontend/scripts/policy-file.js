import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Wraps an adapter: after the build, the policy that SvelteKit put into the <meta> of the shell is also written to
 * build/content-security-policy.txt, with what the pages need that the build has drawn, so that the server can
 * send it as a header and add what only a header may say (frame-ancestors).
 *
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function withPolicyFile(adapter) {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      const pages = readdirSync('build').filter((name) => name.endsWith('.html'));
      const policies = pages.map((page) => policyOf(`build/${page}`));
      writeFileSync('build/content-security-policy.txt', together(policies));
    }
  };
}

/** What any of them allows: they differ in the hashes of their own scripts and styles. @param {string[]} policies */
function together(policies) {
  /** @type {Map<string, Set<string>>} */
  const allowed = new Map();
  for (const directive of policies.flatMap((policy) => policy.split('; '))) {
    const [name = '', ...sources] = directive.split(' ');
    allowed.set(name, new Set([...(allowed.get(name) ?? []), ...sources]));
  }
  return [...allowed].map(([name, sources]) => [name, ...sources].join(' ')).join('; ');
}

/** @param {string} page */
function policyOf(page) {
  const found = /http-equiv="content-security-policy" content="([^"]+)"/i.exec(
    readFileSync(page, 'utf8')
  );
  if (!found?.[1]) throw new Error(`${page} carries no content security policy`);
  return found[1].replaceAll('&#39;', "'");
}
