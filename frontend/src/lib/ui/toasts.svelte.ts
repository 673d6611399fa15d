/** Short notices at the foot of the screen; the way back (undo) instead of "are you sure?". */
export interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

/** Long enough to read, think and reach for it; the clock stands still while it is touched or focused. */
export const SHOWN_FOR = 10_000;

export const toasts = $state<Toast[]>([]);

let last = 0;

export function say(text: string, undo?: () => void): number {
  const id = ++last;
  toasts.push({ id, text, undo });
  if (toasts.length > 3) toasts.shift();
  return id;
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) toasts.splice(at, 1);
}
