import { known } from '#lib/i18n/t.svelte.ts';
import { listText } from '#lib/ui/formats.ts';
import { setting } from '#lib/ui/setting.svelte.ts';

/** One after the other as the language does it: "home, money and work". */
export const listed = (words: string[]): string => listText(words, setting.locale);

const LISTS = ['parts.domain.', 'parts.area.', 'parts.barrier.', 'parts.mechanism.'];

/** What a code of the logic model is called; undefined where this app has no words for it. */
export const nameOf = (code: string): string | undefined =>
  LISTS.map((list) => known(list + code)).find((name) => name !== undefined);

export const namesOf = (codes: string[]): string[] =>
  codes.map(nameOf).filter((name) => name !== undefined);

/** What somebody needs, in the middle of a sentence. */
export const needsOf = (codes: string[]): string[] =>
  codes.map((code) => known('needs.' + code)).filter((name) => name !== undefined);

export const kindName = (kind: string): string | undefined => known('parts.kind.' + kind);

/** What kind of help it is, in a sentence. */
export const kindMeans = (kind: string): string | undefined => known(`parts.kind.${kind}.plain`);
