import { nothingYet, type MessageToBe, type Writing } from './writing.ts';

/** Words to somebody one works with: never on the device. */
export class InMemory implements Writing {
  content = $state<MessageToBe>(nothingYet());

  arrived(): void {
    this.content = nothingYet();
  }
}
