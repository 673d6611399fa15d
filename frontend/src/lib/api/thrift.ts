/** Not in TypeScript's own types. */
interface Thrifty {
  connection?: { saveData?: boolean };
}

/** The person has told their phone to save data: nothing is fetched that nobody has asked for. */
export const savesData = (): boolean =>
  (navigator as unknown as Thrifty).connection?.saveData === true;
