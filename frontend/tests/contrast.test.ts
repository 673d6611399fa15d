// @vitest-environment node
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read, SRC } from './source.ts';

/** Each colour token as [light, dark]. */
const tokens = new Map(
  [...read(join(SRC, 'app.css')).matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }]
  )
);

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['paper', 'card', 'sunken', 'tint', 'glow'];
const onAny = (word: string) => surfaces.map((surface) => [word, surface]);
const words = [
  ...onAny('ink'),
  ...onAny('ink-soft'),
  ...onAny('accent'),
  ...onAny('accent-deep'),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-deep'],
  ['paper', 'ink'],
  ['care', 'paper'],
  ['care', 'card'],
  ['care', 'care-tint'],
  ['ink', 'care-tint']
];
/** Borders of what can be used, and focus rings: 3 to 1. */
const shapes = [...onAny('focus'), ...onAny('edge').slice(0, 3), ['accent', 'tint']];

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  const between = ([one = '', other = '']: string[]) =>
    contrast(tokens.get(one)?.[theme] ?? '', tokens.get(other)?.[theme] ?? '');

  test.each(words)('words in %s can be read on %s', (...pair) => {
    expect(between(pair)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(shapes)('%s can be seen on %s', (...pair) => {
    expect(between(pair)).toBeGreaterThanOrEqual(3);
  });
});
