export interface Prompt {
  code: string;
  text: string;
}

/** A question at random that has not been asked yet; when all have been, they begin anew. */
export function another(
  prompts: Prompt[],
  asked: string[],
  random: () => number = Math.random
): Prompt | undefined {
  const fresh = prompts.filter(({ code }) => !asked.includes(code));
  const last = asked.at(-1);
  const from = fresh.length > 0 ? fresh : prompts.filter(({ code }) => code !== last);
  return from[Math.floor(random() * from.length)];
}
