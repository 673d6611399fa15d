// @vitest-environment node
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { DIRECTORIES } from '#lib/features/directory/uploads.ts';
import { ARCHIVES } from '#lib/features/leaving/leaving.ts';
import { MOST_PIECES } from '#lib/api/pieces.ts';
import { read } from './source.ts';

/** `NAME = 64 * 1024`, at the beginning of a line of the server's. */
function figure(path: string, name: string): number {
  const code = read(resolve(import.meta.dirname, '../../recoveryapp', path));
  const [, product = ''] = new RegExp(`^${name} = ([\\d *]+)$`, 'm').exec(code) ?? [];
  return product.split('*').reduce((whole, factor) => whole * Number(factor), 1);
}

test('a file that the server would refuse for its size is not sent', () => {
  expect(ARCHIVES.most).toBe(figure('export/unpacking.py', 'MOST_BYTES'));
  expect(DIRECTORIES.most).toBe(figure('resources/views/files.py', 'MAX_UPLOAD_BYTES'));
});

test('the largest comes in as many pieces as the server takes, none larger than it takes', () => {
  expect(MOST_PIECES).toBe(figure('arrivals/models.py', 'MOST_PIECES'));
  const piece = figure('arrivals/models.py', 'PIECE_BYTES');
  expect(Math.max(ARCHIVES.most, DIRECTORIES.most) / MOST_PIECES).toBeLessThanOrEqual(piece);
});
