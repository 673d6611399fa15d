/** Counts the rows an undo has put back: a list that is on the screen then asks again. */
export const broughtBack = $state({ times: 0 });
