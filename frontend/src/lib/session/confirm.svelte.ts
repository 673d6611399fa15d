import { ApiProblem } from '#lib/api/errors.ts';

interface Waiting {
  goOn: () => void;
  giveUp: () => void;
}

const state = $state<{ waiting: Waiting | null }>({ waiting: null });

/** Is somebody being asked to show that it is them? */
export const confirming = {
  get isOpen() {
    return state.waiting !== null;
  },
  goOn: () => settle('goOn'),
  giveUp: () => settle('giveUp')
};

const needsIt = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'confirm_needed';

/** Does the work. Where the server first wants to be sure who this is, asks, and does the very same again. */
export async function confirmed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!needsIt(error)) throw error;
    await askedOf(error);
    return work();
  }
}

const askedOf = (error: unknown): Promise<void> =>
  new Promise((resolve, reject: (reason: unknown) => void) => {
    state.waiting = { goOn: resolve, giveUp: () => reject(error) };
  });

function settle(how: keyof Waiting): void {
  const waiting = state.waiting;
  state.waiting = null;
  waiting?.[how]();
}
