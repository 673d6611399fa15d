import type { Me } from '#lib/api/types.ts';
import { speak } from '#lib/i18n/t.svelte.ts';

/** How the app looks on this phone. Kept outside the account too, so that the first paint is right. */
export interface Look {
  theme: Me['theme'];
  textSize: Me['text_size'];
  lowEnergy: boolean;
  language: string;
}

const PLACE = 'look';

export async function wear(me: Me): Promise<void> {
  const look: Look = {
    theme: me.theme,
    textSize: me.text_size,
    lowEnergy: me.is_low_energy,
    language: me.language
  };
  put(look);
  keep(look);
  await speak(me.language);
}

function put({ theme, textSize, lowEnergy }: Look): void {
  const root = document.documentElement;
  Object.assign(root.dataset, { theme, textSize, lowEnergy: String(lowEnergy) });
  root.style.removeProperty('color-scheme');
}

function keep(look: Partial<Look>): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(look));
  } catch {
    return;
  }
}

/** Chosen before anybody is signed in: the account made next speaks it too. */
export async function chooseLanguage(language: string): Promise<void> {
  keep({ ...kept(), language });
  await speak(language);
}

/** The language this phone was last used in, if any. */
export const keptLanguage = (): string | null => kept().language ?? null;

function kept(): Partial<Look> {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Partial<Look>;
  } catch {
    return {};
  }
}
