/**
 * What every component needs and none may fetch: the few fixed words, the language and the time zone. The root
 * layout fills it, and fills it again when the person changes language.
 */
export interface Words {
  product: string;
  back: string;
  close: string;
  optional: string;
  loading: string;
  try_again: string;
  undo: string;
  not_answered: string;
  show_table: string;
  characters_left: (n: number) => string;
  characters_over: (n: number) => string;
}

interface Setting {
  locale: string;
  timeZone: string | undefined;
  words: Words;
}

const silent: Words = {
  product: '',
  back: '',
  close: '',
  optional: '',
  loading: '',
  try_again: '',
  undo: '',
  not_answered: '',
  show_table: '',
  characters_left: String,
  characters_over: String
};

export const setting = $state<Setting>({ locale: 'en', timeZone: undefined, words: silent });
