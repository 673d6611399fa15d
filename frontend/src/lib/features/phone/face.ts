/** Names and pictures the app can have on a home screen. None says what it is for. */
export const FACES = ['daybook', 'notes', 'plain'] as const;
export type Face = (typeof FACES)[number];

const PLACE = 'face';

export function face(): Face {
  const kept = localStorage.getItem(PLACE) as Face | null;
  return kept && FACES.includes(kept) ? kept : 'daybook';
}

/** In force for the next time it is put on the home screen. */
export function wearFace(chosen: Face): void {
  localStorage.setItem(PLACE, chosen);
  putOn(chosen);
}

export function putOn(chosen: Face): void {
  const name = chosen === 'daybook' ? '' : `-${chosen}`;
  link('manifest')?.setAttribute('href', `/manifest${name}.webmanifest`);
  link('icon')?.setAttribute('href', `/icon${name}.svg`);
  link('apple-touch-icon')?.setAttribute('href', `/icon${name}-180.png`);
}

const link = (rel: string) => document.querySelector(`link[rel="${rel}"]`);
