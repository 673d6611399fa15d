import type { Upload } from '#lib/api/types.ts';
import { isOpen, oneUpload } from './uploads.ts';

const EVERY = 2_000;
const SELDOM = 10_000;

/** One file on its way: asks how far it is until it is read, and less often while there is no answer. */
export class WatchedUpload {
  upload = $state.raw<Upload>() as Upload;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(upload: Upload) {
    this.upload = upload;
  }

  get share(): number | undefined {
    const { done, total } = this.upload;
    return total > 0 ? done / total : undefined;
  }

  /** Answers how to stop. */
  watch(onend: () => void): () => void {
    const ask = async () => {
      const found = await oneUpload(this.upload.id).catch(() => null);
      if (found) this.upload = found;
      if (!isOpen(this.upload)) onend();
      else this.#timer = setTimeout(ask, found ? EVERY : SELDOM);
    };
    this.#timer = setTimeout(ask, EVERY);
    return () => clearTimeout(this.#timer);
  }
}
