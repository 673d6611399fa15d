import { idsIn } from './nouns.ts';
import type { Change } from './overlay.ts';

type Row = Record<string, unknown>;

/**
 * What the person wrote to somebody stands last, whatever the phone's clock says: the server's own time comes with
 * its answer. Until then `waits` says how it stands.
 */
export function inMessages(shown: Row, change: Change): Row {
  const [, id] = idsIn(change.address);
  const rows = shown.results as Row[];
  const isKnown = rows.some((row) => row.id === id);
  if (change.method === 'DELETE') return { ...shown, results: rows.filter((row) => row.id !== id) };
  if (isKnown || shown.previous) return shown;
  return { ...shown, results: [{ ...fresh(change), id }, ...rows] };
}

const fresh = ({ body, at, state }: Change): Row => ({
  side: 'person',
  words: body?.words,
  recorded_at: at,
  read_at: null,
  attached: null,
  waits: state ?? null
});
