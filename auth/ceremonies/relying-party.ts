/** Who asks for the key: fixed by configuration, never taken from a request (AUT-06). */
export type RelyingParty = {
  /** @see WebAuthn L3 #rp-id */
  rpId: string;
  /** What the browser shows when a key is registered. */
  rpName: string;
  /** Scheme, host and port from which ceremonies are accepted, compared exactly. */
  origins: readonly string[];
};
