import { newId } from '#lib/api/ids.ts';
import type { AttachedKind } from '#lib/api/types.ts';

export interface MessageToBe {
  /** Under which it is sent: the same again where an answer was lost on its way. */
  id: string;
  words: string;
  attached_kind: AttachedKind | '';
  attached_id: string | null;
}

/** `lib/offline/kept` on the person's own phone; for whoever works with them this page's memory. */
export interface Writing {
  content: MessageToBe;
  arrived: () => void;
}

export const nothingYet = (): MessageToBe => ({
  id: newId(),
  words: '',
  attached_kind: '',
  attached_id: null
});
