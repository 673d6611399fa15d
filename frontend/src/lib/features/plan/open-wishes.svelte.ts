import { newId } from '#lib/api/ids.ts';
import type { SharingWish } from '#lib/api/types.ts';
import { allWishes, deleteWish, pressWish, takeBack } from './wishes.ts';

/** The buttons for a hard day, as they stand on the screen. */
export class OpenWishes {
  wishes = $state.raw<SharingWish[]>([]);

  /** The same grant again, where an answer was lost on its way. */
  #pressing: Record<string, string | undefined> = {};

  static async read(): Promise<OpenWishes> {
    const open = new OpenWishes();
    open.wishes = await allWishes();
    return open;
  }

  async press({ id }: SharingWish): Promise<void> {
    const grant = (this.#pressing[id] ??= newId());
    this.#replace(await pressWish(id, grant));
    this.#pressing[id] = undefined;
  }

  async takeBack(wish: SharingWish): Promise<void> {
    await takeBack(wish);
    this.#replace({ ...wish, open_until: null });
  }

  async remove({ id }: SharingWish): Promise<void> {
    await deleteWish(id);
    this.wishes = this.wishes.filter((wish) => wish.id !== id);
  }

  #replace(wish: SharingWish): void {
    this.wishes = this.wishes.map((one) => (one.id === wish.id ? wish : one));
  }
}
