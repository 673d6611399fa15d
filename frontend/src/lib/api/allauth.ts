import { ApiProblem, Unreachable, type FieldErrors } from './errors.ts';
import { reach, refusal } from './reach.ts';

const BASE = '/_allauth/browser/v1';

export type FlowId =
  'login' | 'signup' | 'verify_email' | 'password_reset_by_code' | 'mfa_authenticate';

interface Answer {
  status: number;
  meta?: { is_authenticated?: boolean };
  data?: { flows?: { id: string; is_pending?: boolean }[] };
  errors?: { param?: string; code: string; message?: string }[];
}

/** Where the door stands: open, or the step that waits for an answer. */
export interface Door {
  isOpen: boolean;
  waitsFor: FlowId | null;
}

/** 401 is an answer here, not a refusal: it names the next step. Mail comes in the language the page speaks. */
export async function ask(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object
): Promise<Door> {
  if (method !== 'GET' && !document.cookie.includes('csrftoken='))
    await ask('GET', '/auth/session');
  const response = await reach(
    new Request(location.origin + BASE + path, {
      method,
      credentials: 'same-origin',
      headers: {
        'Accept-Language': document.documentElement.lang,
        ...(body && { 'Content-Type': 'application/json' })
      },
      body: body ? JSON.stringify(body) : undefined
    })
  );
  const answer = await read(response);
  if (!response.ok && response.status !== 401) throw problem(response.status, answer);
  return door(answer);
}

async function read(response: Response): Promise<Answer> {
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer !== 'object' || answer === null) throw new Unreachable(response.status);
  return answer as Answer;
}

function door(answer: Answer): Door {
  const waiting = answer.data?.flows?.find((flow) => flow.is_pending);
  return {
    isOpen: answer.meta?.is_authenticated === true,
    waitsFor: (waiting?.id as FlowId | undefined) ?? null
  };
}

const CODES: Record<number, string> = {
  400: 'invalid',
  409: 'out_of_step',
  429: 'too_many_requests'
};

/** allauth has its own shape for refusals; the app knows only one. */
function problem(status: number, answer: Answer): ApiProblem | Unreachable {
  const code = CODES[status];
  if (!code) return refusal(status, answer);
  const errors: FieldErrors = {};
  for (const { param = '', code, message } of answer.errors ?? []) {
    (errors[param] ??= []).push({ code, message });
  }
  return new ApiProblem({ status, code, errors });
}
