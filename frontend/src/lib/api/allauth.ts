import { ApiProblem, Unreachable, type FieldErrors } from './errors.ts';
import { reach, refusal } from './reach.ts';
import { isSharedPhone } from './shared.ts';

const BASE = '/_allauth/browser/v1';

export type FlowId =
  | 'login'
  | 'signup'
  | 'verify_email'
  | 'password_reset_by_code'
  | 'mfa_authenticate'
  | 'mfa_signup_webauthn';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Answer {
  status: number;
  code?: string;
  meta?: { is_authenticated?: boolean };
  data?: unknown;
  errors?: { param?: string; code: string; message?: string }[];
}

interface Flow {
  id: FlowId;
  is_pending?: boolean;
  /** Which second steps there are. */
  types?: string[];
}

/** Where the door stands: open, or the step that waits for an answer. */
export interface Door {
  isOpen: boolean;
  waitsFor: FlowId | null;
  types: string[];
}

/** 401 is an answer here, not a refusal: it names the next step. */
export async function ask(method: Method, path: string, body?: object): Promise<Door> {
  const answer = await send(method, path, body);
  if (answer.status !== 401) return door(answer);
  if (answer.meta?.is_authenticated) throw confirmNeeded();
  return door(answer);
}

/** What stands behind the door, for whoever is inside. */
export async function talk<T>(method: Method, path: string, body?: object): Promise<T> {
  const answer = await send(method, path, body);
  if (answer.status !== 401) return answer.data as T;
  if (answer.meta?.is_authenticated) throw confirmNeeded();
  throw new ApiProblem({ status: 401, code: 'not_signed_in' });
}

const confirmNeeded = () => new ApiProblem({ status: 403, code: 'confirm_needed' });

/** Mail comes in the language the page speaks. */
async function send(method: Method, path: string, body?: object): Promise<Answer> {
  if (method !== 'GET' && !document.cookie.includes('csrftoken='))
    await send('GET', '/auth/session');
  const response = await reach(
    new Request(location.origin + BASE + path, {
      method,
      credentials: 'same-origin',
      headers: {
        'Accept-Language': document.documentElement.lang,
        ...(body && { 'Content-Type': 'application/json' }),
        ...(isSharedPhone() && { 'Shared-Phone': '1' })
      },
      body: body ? JSON.stringify(body) : undefined
    })
  );
  const answer = await read(response);
  if (!response.ok && response.status !== 401) throw problem(response.status, answer);
  return { ...answer, status: response.status };
}

async function read(response: Response): Promise<Answer> {
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer !== 'object' || answer === null) throw new Unreachable(response.status);
  return answer as Answer;
}

function door({ meta, data }: Answer): Door {
  const flows = (data as { flows?: Flow[] } | undefined)?.flows;
  const waiting = flows?.find((flow) => flow.is_pending);
  return {
    isOpen: meta?.is_authenticated === true,
    waitsFor: waiting?.id ?? null,
    types: waiting?.types ?? []
  };
}

const CODES: Record<number, string> = {
  400: 'invalid',
  409: 'out_of_step',
  429: 'too_many_requests'
};

/** allauth has its own shape for refusals; the app knows only one. */
function problem(status: number, answer: Answer): ApiProblem | Unreachable {
  const code = answer.code ?? CODES[status];
  if (!code) return refusal(status, answer);
  const errors: FieldErrors = {};
  for (const { param = '', code, message } of answer.errors ?? []) {
    (errors[param] ??= []).push({ code, message });
  }
  return new ApiProblem({ status, code, errors });
}
