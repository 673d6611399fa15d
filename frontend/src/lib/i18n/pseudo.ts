import type { Catalogue, Message } from './catalogues.ts';

type Disguise = (catalogue: Catalogue) => Catalogue;

const ACCENTS: Record<string, string> = { a: 'á', e: 'ë', i: 'ï', o: 'ö', u: 'ü', n: 'ñ', c: 'ç' };

/** Words are changed, {values} are left alone. */
function outsideValues(text: string, change: (part: string) => string): string {
  return text.replace(/\{\w+\}|[^{]+/g, (part) => (part.startsWith('{') ? part : change(part)));
}

const accent = (text: string) => text.replace(/[aeiounc]/g, (letter) => ACCENTS[letter] ?? letter);

/** 40 % longer, as German or Finnish may be. */
function lengthen(text: string): string {
  const more = Math.ceil(text.length * 0.4);
  return (
    outsideValues(text, accent) + ' ' + 'lorem ipsum '.repeat(more).slice(0, Math.max(0, more - 1))
  );
}

/** Marked as right-to-left text, so that what escapes the layout shows. */
const mirror = (text: string) => `\u202e${text}\u202c`;

function each(change: (text: string) => string): Disguise {
  const inMessage = (message: Message): Message =>
    typeof message === 'string'
      ? change(message)
      : Object.fromEntries(Object.entries(message).map(([form, text]) => [form, change(text)]));
  return (catalogue) =>
    Object.fromEntries(
      Object.entries(catalogue).map(([key, message]) => [key, inMessage(message)])
    );
}

/** Mock languages for looking at layouts: a longer one, and a right-to-left one. */
export const pseudo: Record<string, Disguise> = {
  'en-XA': each(lengthen),
  'ar-XB': each(mirror)
};
