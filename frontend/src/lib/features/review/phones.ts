/** A piece of a line: words, or a number that can be called. */
export interface Piece {
  text: string;
  call: string | null;
}

/** Three digits or more (112, 999), with the gaps and signs people write between them. */
const NUMBER = /\+?\(?\d(?:[ ().\-/]{0,2}\d){2,14}/g;

export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const { 0: number, index } of line.matchAll(NUMBER)) {
    if (index > at) found.push({ text: line.slice(at, index), call: null });
    found.push({ text: number, call: `tel:${number.replace(/[^\d+]/g, '')}` });
    at = index + number.length;
  }
  if (at < line.length) found.push({ text: line.slice(at), call: null });
  return found;
}
