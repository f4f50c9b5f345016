import type { CDPSession, Page } from '@playwright/test';

/** A USB security key in the browser's own emulation, with its PIN known to its holder or not. */
export type VirtualKey = {
  /** From now on the holder types the right PIN, or a wrong one. */
  setPinIsRight: (isRight: boolean) => Promise<void>;
  /** Whether the holder touches it. */
  setTouched: (isTouched: boolean) => Promise<void>;
  credentials: () => Promise<KeyCredential[]>;
  /** Puts a credential into this key, as a copy of another key would have it. */
  addCredential: (credential: KeyCredential) => Promise<void>;
  /** Loses all that was registered in it. */
  forget: () => Promise<void>;
  /** Answers with a broken signature, or without the flag that a person was verified. */
  misbehave: (bits: { isBogusSignature?: boolean; isBadUV?: boolean; isBadUP?: boolean }) => Promise<void>;
  /** Pulls it out of the port. */
  remove: () => Promise<void>;
};

export type KeyCredential = {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  signCount: number;
};

type KeySettings = {
  hasUserVerification?: boolean;
  /** A passkey that its provider copies between devices. */
  isSynced?: boolean;
  /** A key as it was sold ten years ago: touch, and nothing else. */
  isU2f?: boolean;
};

const U2F_OPTIONS = { protocol: 'u2f', transport: 'usb', automaticPresenceSimulation: true } as const;

/** Plugs a virtual USB key into a page's browser. One page, one call: a second page has no key of its own. */
export async function plugInKey(
  page: Page,
  { hasUserVerification = true, isSynced = false, isU2f = false }: KeySettings = {},
): Promise<VirtualKey> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: isU2f
      ? U2F_OPTIONS
      : {
          protocol: 'ctap2',
          ctap2Version: 'ctap2_1',
          transport: 'usb',
          hasResidentKey: true,
          hasUserVerification,
          isUserVerified: hasUserVerification,
          automaticPresenceSimulation: true,
          defaultBackupEligibility: isSynced,
          defaultBackupState: isSynced,
        },
  });
  return controlsOf(cdp, authenticatorId);
}

function controlsOf(cdp: CDPSession, authenticatorId: string): VirtualKey {
  return {
    setPinIsRight: async (isUserVerified) =>
      void (await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    setTouched: async (enabled) =>
      void (await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })),
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    addCredential: async (credential) =>
      void (await cdp.send('WebAuthn.addCredential', { authenticatorId, credential })),
    forget: async () => void (await cdp.send('WebAuthn.clearCredentials', { authenticatorId })),
    misbehave: async (bits) =>
      void (await cdp.send('WebAuthn.setResponseOverrideBits', { authenticatorId, ...bits })),
    remove: async () => void (await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
  };
}
