declare global {
  namespace App {}
  /** What the browser handed out at the start, where it did. */
  var installOffer: Event | undefined;
}

export {};
