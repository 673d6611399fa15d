import { always, languages, load, type Catalogue } from './catalogues.ts';
import type { CatalogueName, Key } from './keys.ts';

export { languages };
export type { CatalogueName, Key };

export type Values = Record<string, string | number>;

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

let language = $state('en');
let catalogues = $state.raw<Partial<Record<CatalogueName, Catalogue>>>(always);
let wanted: CatalogueName[] = ['common', 'errors'];
const rules = $derived(new Intl.PluralRules(language));
const numbers = $derived(new Intl.NumberFormat(language));

/** A route's `load` calls this with the catalogues its screen uses; a test holds it to that. */
export async function messages(...names: CatalogueName[]): Promise<void> {
  wanted = [...wanted, ...names.filter((name) => !wanted.includes(name))];
  await fetchInto(
    language,
    names.filter((name) => !catalogues[name])
  );
}

export async function speak(next: string): Promise<void> {
  if (next === language || !languages.includes(next)) return;
  catalogues = await fetched(next, wanted);
  language = next;
}

async function fetchInto(spoken: string, names: CatalogueName[]): Promise<void> {
  if (names.length === 0) return;
  const found = await fetched(spoken, names);
  if (spoken === language) catalogues = { ...catalogues, ...found };
  else await fetchInto(language, names);
}

async function fetched(spoken: string, names: CatalogueName[]) {
  const pairs = names.map(async (name) => [name, await load(spoken, name)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

/** The message in the language spoken now; `{n}` chooses the plural form. A missing one shows its key. */
export function t(key: Key, values: Values = {}): string {
  const [name = '', ...rest] = key.split('.');
  const message = catalogues[name as CatalogueName]?.[rest.join('.')];
  if (message === undefined) return key;
  const text =
    typeof message === 'string'
      ? message
      : (message[rules.select(Number(values.n))] ?? message.other ?? key);
  return text.replace(/\{(\w+)\}/g, (hole, value: string) => written(values[value] ?? hole));
}

/** The message for a code of the server's, which may be newer than this page. */
export function known(key: string): string | undefined {
  const text = t(key as Key);
  return text === key ? undefined : text;
}

const written = (value: string | number) =>
  typeof value === 'number' ? numbers.format(value) : value;

/** The language spoken now, as a BCP 47 tag. */
export const spoken = () => language;

export const direction = (tag: string = language) =>
  RIGHT_TO_LEFT.has(tag.split('-')[0] ?? '') ? 'rtl' : 'ltr';

/** The first of the wished-for languages that there is, else English. */
export function nearest(wishes: readonly string[]): string {
  const near = (wish: string) =>
    languages.find((tag) => tag === wish) ??
    languages.find((tag) => tag.split('-')[0] === wish.split('-')[0] && !tag.includes('-X'));
  return wishes.map(near).find(Boolean) ?? 'en';
}
