const FREE = 5;

/** Seconds to wait after so many wrong PINs: none for the first five, then longer and longer, at most five minutes. */
export const secondsAfter = (wrong: number): number =>
  wrong < FREE ? 0 : Math.min(300, 5 * 2 ** (wrong - FREE));
