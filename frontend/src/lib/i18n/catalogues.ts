import common from './messages/en/common.json';
import errors from './messages/en/errors.json';
import { pseudo } from './pseudo.ts';

/** One message, or its plural forms by Intl.PluralRules category. */
export type Message = string | { [form in Intl.LDMLPluralRule]?: string };
export type Catalogue = Record<string, Message>;

/** Always there, so that the shell, and "no signal", can be said with no signal. */
export const always: Record<string, Catalogue> = { common, errors };

const files: Record<string, () => Promise<unknown>> = import.meta.glob(
  ['./messages/*/*.json', '!./messages/en/common.json', '!./messages/en/errors.json'],
  { import: 'default' }
);

/** The longer and the right-to-left mock language exist in development and test builds only. */
const mocks = import.meta.env.DEV || import.meta.env.MODE === 'mock-languages' ? pseudo : {};

/** Languages are folders: adding one to messages/ is all it takes. */
export const languages = [
  ...new Set(Object.keys(files).map((path) => path.split('/')[2] ?? '')),
  ...Object.keys(mocks)
];

export async function load(language: string, name: string): Promise<Catalogue> {
  const disguise = mocks[language];
  const file = files[`./messages/${disguise ? 'en' : language}/${name}.json`];
  const found = ((await file?.()) ?? always[name] ?? {}) as Catalogue;
  return disguise ? disguise(found) : found;
}
