/** Counts the check-ins taken back: the page of the new one then opens again, with what was said in it. */
export const takenBack = $state({ times: 0 });
