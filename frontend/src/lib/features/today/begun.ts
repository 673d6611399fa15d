/** A goal begun on this phone and not yet saved. */
export interface BegunGoal {
  id: string;
  words: string;
}

export async function begunGoal(owner: string): Promise<BegunGoal | null> {
  const { draftsOf } = await import('#lib/offline/drafts.ts');
  const drafts = await draftsOf(owner, 'goal').catch(() => []);
  const begun = drafts.map(({ id, content }) => ({ id, words: wordsIn(content) }));
  return begun.find(({ words }) => words) ?? null;
}

interface Content {
  words?: string;
  version?: number;
}

/** A draft that carries a version changes a goal that exists already: not a new one. */
function wordsIn(content: unknown): string {
  const { words, version } = content as Content;
  return version ? '' : (words?.trim() ?? '');
}
