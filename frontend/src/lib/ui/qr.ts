/** Dark squares as one path on a grid, the quiet zone of four around them. */
export function qrPath(rows: string[]): string {
  return rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(
        ({ index, 0: run }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`
      )
    )
    .join('');
}

export const QUIET = 4;

export const qrSize = (rows: string[]) => rows.length + 2 * QUIET;
