import type { LogicModel } from '#lib/api/types.ts';
import { t, type Key } from '#lib/i18n/t.svelte.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

/** One after the other as the language does it: "home, money and work". */
export const listed = (words: string[]): string =>
  new Intl.ListFormat(setting.locale, { type: 'conjunction' }).format(words);

const DOMAINS = ['functional', 'existential', 'social'];

/** What a code of the logic model is called; undefined when this phone does not know. */
export function nameOf(model: LogicModel | null, code: string): string | undefined {
  if (DOMAINS.includes(code)) return t(`common.domain.${code}` as Key);
  const parts = model ? [...model.areas, ...model.barriers, ...model.mechanisms] : [];
  return parts.find((part) => part.code === code)?.name;
}

export const namesOf = (model: LogicModel | null, codes: string[]): string[] =>
  codes.map((code) => nameOf(model, code)).filter((name) => name !== undefined);

/** What kind of help it is, in a few words and in a sentence. */
export const kindOf = (model: LogicModel | null, code: string) =>
  model?.kinds.find((kind) => kind.code === code);
