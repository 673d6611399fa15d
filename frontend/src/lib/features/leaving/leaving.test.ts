import { afterEach, describe, expect, it, vi } from 'vitest';
import { fileOf } from './leaving.ts';
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

describe('fetching the file', () => {
  afterEach(() => vi.unstubAllGlobals());
  const answers = (body: string, status: number, type: string) =>
    vi.stubGlobal('fetch', () =>
      Promise.resolve(new Response(body, { status, headers: { 'Content-Type': type } }))
    );

  it('hands over what is a zip', async () => {
    answers('PK', 200, 'application/zip');
    expect(await (await fileOf('1')).text()).toBe('PK');
  });

  it('says a refusal by its code', async () => {
    answers('{"code":"not_ready"}', 409, 'application/problem+json');
    await expect(fileOf('1')).rejects.toMatchObject({ code: 'not_ready', status: 409 });
  });

  it("takes a café's page for no file", async () => {
    answers('<html>', 200, 'text/html');
    await expect(fileOf('1')).rejects.toBeInstanceOf(Error);
  });
});
