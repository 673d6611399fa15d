declare global {
  namespace App {}
  /** What the browser handed out at the start, where it did. */
  var installOffer: Event | undefined;
  /** Where a browser takes no address of code without it. */
  var trustedTypes: TrustedTypes | undefined;

  interface TrustedTypes {
    createPolicy(name: string, rules: AddressPolicy): AddressPolicy;
  }
  interface AddressPolicy {
    createScriptURL(address: string): string;
  }
}

export {};
