import { tick } from 'svelte';

/** When what was pressed has gone from the page, the first thing to press in its place has the focus. */
export async function refocus(place: HTMLElement | undefined): Promise<void> {
  await tick();
  const hasFocus = document.activeElement && document.activeElement !== document.body;
  if (!hasFocus) {
    place?.querySelector<HTMLElement>('button:not(:disabled)')?.focus({ preventScroll: true });
  }
}
