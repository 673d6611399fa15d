import { api, got } from '#lib/api/client.ts';
import { ApiProblem } from '#lib/api/errors.ts';
import type { Entry, SharedLine } from '#lib/api/types.ts';

export const LIMIT = 2_000;
const MOST = 100;

/** What was taken out of a page to be seen without it, the newest first. */
export const linesOf = async (entry: string): Promise<SharedLine[]> => {
  const query = { entry, page_size: MOST };
  return (await got(api.GET('/api/v1/journal/lines/', { params: { query } }))).results;
};

/** A line is of the day of its page, whenever it is taken out. */
export async function putLine(
  id: string,
  { id: entry, recorded_at }: Pick<Entry, 'id' | 'recorded_at'>,
  words: string
): Promise<SharedLine> {
  if (!words.trim()) throw noWords();
  const body = { entry, recorded_at, words, version: 0 };
  return got(api.PUT('/api/v1/journal/lines/{id}/', { params: { path: { id } }, body }));
}

const noWords = () =>
  new ApiProblem({ status: 400, code: 'invalid', errors: { words: [{ code: 'blank' }] } });

export async function deleteLine(id: string): Promise<void> {
  await api.DELETE('/api/v1/journal/lines/{id}/', { params: { path: { id } } });
}

/** What is marked on the screen, if it stands within the page: a line that need not be typed again. */
export function marked(page: Node | undefined, selection: Selection | null): string {
  const isWithin = page && selection?.anchorNode && page.contains(selection.anchorNode);
  return isWithin ? selection.toString().trim() : '';
}
