import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/**
 * `<form {@attach toFirstError(attempt.error)}>`: after a refusal the first field that needs another look has the
 * focus, so that its sentence is read out and the keyboard is where the work is.
 */
export const toFirstError =
  (error: unknown): Attachment<HTMLElement> =>
  (form) => {
    if (!error) return;
    void tick().then(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
