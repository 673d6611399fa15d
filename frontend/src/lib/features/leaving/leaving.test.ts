import { describe, expect, it, vi } from 'vitest';
import { untilDone } from './wait.ts';

const at = (state: string) => ({ state });
const soon = () => Promise.resolve();

describe('waiting for a file', () => {
  it('asks until it is done', async () => {
    const look = vi.fn().mockResolvedValueOnce(at('waiting')).mockResolvedValueOnce(at('ready'));
    expect(await untilDone(at('waiting'), look, () => false, soon)).toEqual(at('ready'));
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('does not ask when there is nothing to wait for', async () => {
    const look = vi.fn();
    expect(await untilDone(at('failed'), look, () => false, soon)).toEqual(at('failed'));
    expect(look).not.toHaveBeenCalled();
  });

  it('goes on where there was no signal for a moment', async () => {
    const look = vi
      .fn()
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValueOnce(at('ready'));
    expect(await untilDone(at('waiting'), look, () => false, soon)).toEqual(at('ready'));
  });

  it('stops when nobody looks any more', async () => {
    expect(await untilDone(at('waiting'), vi.fn(), () => true, soon)).toEqual(at('waiting'));
  });
});
