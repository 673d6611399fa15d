/** The same text for the same content on both sides: keys in order, no spaces, UTF-8. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  );
}

/** SHA-256 in hex, as `recoveryapp/common/echo.py` makes it. */
export async function contentHash(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(canonical(value ?? null));
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The parts of a stored row that a body speaks of, such that both compare: without the version, the space around
 * words and the way a moment is written.
 */
export function likeness(row: unknown, body: unknown): string {
  if (!isObject(row) || !isObject(body)) return canonical(body);
  const names = Object.keys(body).filter((name) => name !== 'version');
  return canonical(Object.fromEntries(names.map((name) => [name, plain(row[name])])));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MOMENT = /^\d{4}-\d\d-\d\dT/;

function plain(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (MOMENT.test(value) && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
  return value.trim();
}
