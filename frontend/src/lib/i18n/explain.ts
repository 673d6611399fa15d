import { known, t, type CatalogueName, type Key } from './t.svelte.ts';

interface Fault {
  code: string;
  errors?: Record<string, { code: string; message?: string }[]>;
}

const isFault = (error: unknown): error is Fault =>
  typeof error === 'object' && error !== null && typeof (error as Fault).code === 'string';

/** A sentence by key, or the fallback's when there is none for it. */
const said = (key: string, fallback: Key): string => known(key) ?? t(fallback);

export interface Explained {
  /** What happened. */
  what: string;
  /** That nothing was lost, and what to do. */
  next: string;
  /** Where to do it. */
  way?: { href: string; label: string };
  /** Nothing went wrong, and nobody needs to be alarmed. */
  isCalm?: boolean;
}

/** A refusal in words: the props of ui/ErrorNote. What only one feature can say no to stands in its catalogue. */
export function explain(error: unknown, catalogue: CatalogueName = 'errors'): Explained {
  const code = codeOf(error);
  const own = known(`${catalogue}.trouble.${code}.what`);
  if (own) return { what: own, next: known(`${catalogue}.trouble.${code}.next`) ?? '' };
  return {
    what: said(`errors.${code}.what`, 'errors.unknown.what'),
    next: said(`errors.${code}.next`, 'errors.unknown.next'),
    way: code === 'not_signed_in' ? wayIn() : undefined,
    isCalm: code === NO_SIGNAL || undefined
  };
}

const NO_SIGNAL = 'no_signal';

/** Without a signal there is nothing to check, and nothing went wrong. */
function codeOf(error: unknown): string {
  if (!isFault(error)) return 'unknown';
  return error.code === 'unreachable' && !navigator.onLine ? NO_SIGNAL : error.code;
}

/** Back to this very page once signed in. */
const wayIn = () => ({
  href: `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`,
  label: t('common.sign_in')
});

/** The sentence beside one field, if the server refused it. */
export function explainField(error: unknown, field: string): string | undefined {
  const first = isFault(error) ? error.errors?.[field]?.[0] : undefined;
  return first && said(`errors.field.${first.code}`, 'errors.field.invalid');
}
