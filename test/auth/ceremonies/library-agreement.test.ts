import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MetadataService, SettingsService } from '@simplewebauthn/server';
import { afterEach, describe, expect, test } from 'vitest';
import { isAffirmed } from '#auth/ceremonies/library-agreement.ts';
import { aFob, aStoredCredential, register, signIn, verdictOf } from '#test/support/ceremonies.ts';
import { createTestCa } from '#test/support/test-ca.ts';

/** What the library's types promise is not what is relied on. */
const affirmed = (answer: unknown) => isAffirmed(async () => JSON.parse(JSON.stringify(answer)));

describe('AUT-14, FG-05 only the library’s plain yes is a yes', () => {
  test('verified true is yes', async () => {
    expect(await affirmed({ verified: true })).toBe(true);
  });

  test.each([
    { verified: false, authenticationInfo: { newCounter: 1 } },
    {},
    { verified: 1 },
    { verified: 'true' },
    { verified: {} },
    null,
  ])('%j is no', async (answer) => {
    expect(await affirmed(answer)).toBe(false);
  });

  test('an exception is no', async () => {
    const ask = () => Promise.reject(new Error('Unexpected registration response challenge'));
    expect(await isAffirmed(ask)).toBe(false);
  });

  test('an exception before the promise is no', async () => {
    const ask = () => {
      throw new TypeError('Cannot read properties of undefined');
    };
    expect(await isAffirmed(ask)).toBe(false);
  });

  test('a registration that only the library refuses is refused', async () => {
    const unlike = { clientData: { tokenBinding: { status: 'unheard of' } } };
    expect(await verdictOf(register(aFob(), { unlike }))).toBe('library_refused');
  });
});

describe('FG-10, FG-11 process-wide settings of the library change no verdict', () => {
  afterEach(async () => {
    SettingsService.setRootCertificates({ identifier: 'packed', certificates: [] });
    await MetadataService.initialize({ mdsServers: [], verificationMode: 'permissive' });
  });

  test('roots of somebody else neither admit nor refuse', async () => {
    const stranger = createTestCa({ seed: 'stranger' });
    SettingsService.setRootCertificates({
      identifier: 'packed',
      certificates: [new Uint8Array(stranger.certificate)],
    });
    expect(await verdictOf(register(aFob()))).toBe('accepted');
    expect(await verdictOf(register({ ca: stranger, authenticator: aFob().authenticator }))).toBe(
      'root_not_trusted',
    );
  });

  test('a strict metadata service without a single model refuses nobody', async () => {
    await MetadataService.initialize({ mdsServers: [], verificationMode: 'strict' });
    expect(await verdictOf(register(aFob()))).toBe('accepted');
  });
});

describe('the library is told everything', () => {
  test('the highest counter does not disturb it', async () => {
    const fob = aFob();
    const stored = await aStoredCredential(fob);
    expect(await verdictOf(signIn(fob, stored, { unlike: { signCount: 0xffffffff } }))).toBe('accepted');
  });

  test('authenticator data beyond 255 bytes reaches it whole', async () => {
    const unlike = { extensions: { credBlob: Buffer.alloc(300) } };
    expect(await verdictOf(register(aFob(), { unlike }))).toBe('accepted');
  });
});

describe('FG-02, FG-03, FG-11 nobody reaches for the library’s dangerous parts', () => {
  const ALLOWED = new Set([
    'verifyRegistrationResponse',
    'verifyAuthenticationResponse',
    'generateRegistrationOptions',
    'generateAuthenticationOptions',
  ]);
  const sources = ['auth', 'portal']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

  test('metadata service, settings and helpers are imported nowhere', () => {
    const imports = sources.flatMap(({ text }) => [
      ...text.matchAll(/import\s+(type\s+)?\{([^}]*)\}\s+from\s+'(@simplewebauthn\/server[^']*)'/g),
    ]);
    expect(imports.length).toBeGreaterThan(0);
    for (const [, isType, names = '', from] of imports) {
      expect(from).toBe('@simplewebauthn/server');
      const values = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '));
      if (!isType) expect(values.filter((name) => !ALLOWED.has(name))).toEqual([]);
    }
  });

  test('advancedFIDOConfig, which switches presence and PIN off, is passed nowhere', () => {
    expect(
      sources.filter(({ text }) => /advancedFIDOConfig\s*[:,}]/.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });
});
