import { Draft } from '#lib/offline/drafts.ts';
import type { Kind } from './writing.svelte.ts';

interface Stored {
  id: string;
  version: number;
}

interface Place {
  owner: string;
  id: string;
}

/** Makes a stored row a draft again: the words are on this phone before they leave the server. */
export async function takeBack<Content extends object, Row extends Stored>(
  kind: Kind<Content, Row>,
  { owner, id }: Place,
  content: Content,
  remove: (id: string) => Promise<void>
): Promise<void> {
  const draft = new Draft<Content & { version: number }>({ owner, noun: kind.noun, id });
  draft.keep({ ...content, version: 0 });
  await draft.flush();
  try {
    await remove(id);
  } catch (error) {
    await draft.clear();
    throw error;
  }
}

/**
 * Puts a row back as it was. It is a draft on this phone first: what cannot be put back now opens, with all its
 * words, on the page that `onrefused` leads to.
 */
export async function putBack<Content extends object, Row extends Stored>(
  kind: Kind<Content, Row>,
  { owner, id }: Place,
  begun: Content & { version: number },
  onrefused: () => Promise<unknown>
): Promise<void> {
  const draft = new Draft<Content & { version: number }>({ owner, noun: kind.noun, id });
  draft.keep(begun);
  await draft.flush();
  try {
    await kind.put(id, begun);
    await draft.clear();
  } catch (error) {
    await onrefused();
    throw error;
  }
}
