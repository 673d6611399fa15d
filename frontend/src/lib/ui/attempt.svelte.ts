/** One thing being tried: is it under way, and how did it go. A second press while busy does nothing. */
export class Attempt {
  busy = $state(false);
  error = $state.raw<unknown>(null);

  /** True when it worked; otherwise `error` says why. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
