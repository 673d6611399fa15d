import { draftsOf } from '#lib/offline/drafts.ts';

/** What a draft holds: some or all of the words, and the version they began from (none: a new row). */
export type Begun<Content> = Partial<Content> & { version?: number };

export interface BegunRow<Content> {
  id: string;
  kept_at: string;
  content: Begun<Content>;
}

/** All of one kind that one person has begun on this phone and not saved, the newest first. */
export async function begunBy<Content>(owner: string, noun: string): Promise<BegunRow<Content>[]> {
  const rows = await draftsOf(owner, noun).catch(() => []);
  return rows.map(({ id, kept_at, content }) => ({
    id,
    kept_at,
    content: content as Begun<Content>
  }));
}

/** The id of the newest new one that fits, so that an interrupted person finds their words again. */
export async function lastBegun<Content>(
  owner: string,
  noun: string,
  fits: (content: Begun<Content>) => boolean = () => true
): Promise<string | undefined> {
  const rows = await begunBy<Content>(owner, noun);
  return rows.find(({ content }) => !content.version && fits(content))?.id;
}
