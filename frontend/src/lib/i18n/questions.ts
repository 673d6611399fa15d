import { known } from './t.svelte.ts';

interface Question {
  code: string;
  text: string;
}

/** A question of the check-in in the language spoken; as the server asks it where the catalogue does not know it. */
export const itemInWords = <Q extends Question>(item: Q): Q => ({
  ...item,
  text: known('questions.item.' + item.code) ?? item.text
});

/** The same for a question of the journal. */
export const promptInWords = <Q extends Question>(prompt: Q): Q => ({
  ...prompt,
  text: known('questions.prompt.' + prompt.code) ?? prompt.text
});
