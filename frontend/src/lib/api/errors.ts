export type FieldErrors = Record<string, { code: string; message?: string }[]>;

export interface Problem {
  status: number;
  code: string;
  title?: string;
  errors?: FieldErrors;
  current?: unknown;
}

/** The server answered, and said no (RFC 9457). `current` is what it holds, when a newer version is in the way. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldErrors;
  readonly current: unknown;

  constructor({ status, code, title, errors = {}, current }: Problem) {
    super(title ?? code);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.current = current;
  }
}

/** No answer of ours: no signal, too slow, or a stranger's page (a hotel's sign-in) in its place. */
export class Unreachable extends Error {
  readonly code = 'unreachable';

  constructor(cause?: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

export const isUnreachable = (error: unknown): error is Unreachable => error instanceof Unreachable;

export const isNotSignedIn = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.status === 401;

export const isGone = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.status === 404;
