import { t, type Key } from './t.svelte.ts';

interface Fault {
  code: string;
  errors?: Record<string, { code: string; message?: string }[]>;
}

const isFault = (error: unknown): error is Fault =>
  typeof error === 'object' && error !== null && typeof (error as Fault).code === 'string';

/** A sentence by key, or the fallback's when there is none for it. */
function said(key: string, fallback: Key): string {
  const text = t(key as Key);
  return text === key ? t(fallback) : text;
}

/** What happened, and that nothing was lost and what to do: the props of ui/ErrorNote. */
export function explain(error: unknown): { what: string; next: string } {
  const code = isFault(error) ? error.code : 'unknown';
  return {
    what: said(`errors.${code}.what`, 'errors.unknown.what'),
    next: said(`errors.${code}.next`, 'errors.unknown.next')
  };
}

/** The sentence beside one field, if the server refused it. */
export function explainField(error: unknown, field: string): string | undefined {
  const first = isFault(error) ? error.errors?.[field]?.[0] : undefined;
  return first && said(`errors.field.${first.code}`, 'errors.field.invalid');
}
