import { expect, test } from 'vitest';
import { pieces } from './phones.ts';

test.each([
  ['Ana 020 7946 0000', 'tel:02079460000'],
  ['Ana: +44 (0)20-7946.0000, evenings', 'tel:+4402079460000'],
  ['999', 'tel:999'],
  ['At night 112 is best', 'tel:112']
])('a number in “%s” can be called', (line, call) => {
  expect(pieces(line).filter((piece) => piece.call)).toEqual([expect.objectContaining({ call })]);
  expect(
    pieces(line)
      .map(({ text }) => text)
      .join('')
  ).toBe(line);
});

test.each(['My sister', 'Flat 12', 'in 3 to 4 days', ''])('“%s” has no number', (line) => {
  expect(pieces(line).some(({ call }) => call)).toBe(false);
});

test('two people on one line are two numbers', () => {
  expect(pieces('Ana 0207 946 000, Ben 0161 496 000').map(({ call }) => call)).toEqual([
    null,
    'tel:0207946000',
    null,
    'tel:0161496000'
  ]);
});
