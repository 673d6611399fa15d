import { idsIn } from './nouns.ts';
import type { Change } from './overlay.ts';

type Row = Record<string, unknown>;

/** The first screen gathers several nouns in one answer: what was done here since shows on each. */
export function inToday(shown: Row, change: Change): Row {
  const [, noun] = /^\/api\/v1\/([^/]+)\//.exec(change.address) ?? [];
  return PARTS[noun ?? '']?.(shown, change) ?? shown;
}

const PARTS: Record<string, (shown: Row, change: Change) => Row> = {
  'check-ins': withCheckIn,
  goals: withGoal,
  suggestions: withAnswer,
  notices: withoutNotice
};

function withCheckIn(shown: Row, { method, body }: Change): Row {
  const last = Date.parse(String(shown.checked_in_at)) || 0;
  if (method !== 'PUT' || Date.parse(String(body?.recorded_at)) < last) return shown;
  return { ...shown, checked_in_at: body?.recorded_at };
}

const idOf = ({ id }: Row) => id;

/** Only goals going on, the newest first, and of their steps those still open. */
function withGoal(shown: Row, { address, method, body }: Change): Row {
  const [id, step] = idsIn(address);
  const goals = shown.goals as Row[];
  const others = goals.filter((goal) => idOf(goal) !== id);
  const known = goals.find((goal) => idOf(goal) === id);
  if (address.includes('/steps/')) {
    const put = (goal: Row) =>
      idOf(goal) === id ? { ...goal, steps: withStep(goal.steps as Row[], step, body) } : goal;
    return { ...shown, goals: goals.map(put) };
  }
  if (address.includes('/status/')) {
    return body?.status === 'active' ? shown : { ...shown, goals: others };
  }
  if (!address.endsWith(`/goals/${id}/`)) return shown;
  if (method === 'DELETE') return { ...shown, goals: others };
  const goal = { steps: [], ...known, id, words: body?.words };
  const put = (old: Row) => (idOf(old) === id ? goal : old);
  return { ...shown, goals: known ? goals.map(put) : [goal, ...goals] };
}

function withStep(steps: Row[], id: string | undefined, body: Row | null): Row[] {
  if (!body || body.done_at) return steps.filter((step) => idOf(step) !== id);
  const isKnown = steps.some((step) => idOf(step) === id);
  if (!isKnown) return [...steps, { ...body, id }];
  return steps.map((step) => (idOf(step) === id ? { ...step, ...body } : step));
}

/** Another one comes with the server's next answer. */
function withAnswer(shown: Row, { address }: Change): Row {
  const idea = shown.idea as Row | null;
  return idea && idsIn(address)[1] === idea.resource ? { ...shown, idea: null } : shown;
}

function withoutNotice(shown: Row, { address }: Change): Row {
  const [id] = idsIn(address);
  return { ...shown, notices: (shown.notices as Row[]).filter((notice) => idOf(notice) !== id) };
}
