import { describe, expect, test } from 'vitest';
import { aFob, register, verdictOf } from '#test/support/ceremonies.ts';
import type { RegistrationJson } from '#test/support/soft-authenticator.ts';

const withResponse = (members: object) => (json: RegistrationJson) => ({
  ...json,
  response: { ...json.response, ...members },
});

describe('a body that is no registration is refused by its shape', () => {
  test.each<[string, (json: RegistrationJson) => unknown]>([
    ['null', () => null],
    ['text', () => 'registration'],
    ['an empty object', () => ({})],
    ['another type', (json) => ({ ...json, type: 'password' })],
    ['an id with padding', (json) => ({ ...json, id: `${json.id}=` })],
    ['an id in plain base64', (json) => ({ ...json, id: '++++++++++++++++++++++' })],
    [
      'an id in a second spelling',
      (json) => ({ ...json, id: `${json.id.slice(0, -1)}${nextLetter(json.id)}` }),
    ],
    ['too many transports', withResponse({ transports: Array.from({ length: 17 }, () => 'usb') })],
    [
      'client data beyond 4 KiB',
      withResponse({ clientDataJSON: Buffer.alloc(4097, 0x20).toString('base64url') }),
    ],
    [
      'an attestation object beyond 16 KiB',
      withResponse({ attestationObject: Buffer.alloc(16_385).toString('base64url') }),
    ],
    ['an empty attestation object', withResponse({ attestationObject: '' })],
    ['a number as client data', withResponse({ clientDataJSON: 7 })],
    ['a number as attachment', (json) => ({ ...json, authenticatorAttachment: 1 })],
    ['an attachment of 33 letters', (json) => ({ ...json, authenticatorAttachment: 'x'.repeat(33) })],
  ])('%s', async (_what, edit) => {
    expect(await verdictOf(register(aFob(), { edit }))).toBe('response_malformed');
  });
});

test('an attachment that the standard adds later counts as none said', async () => {
  const edit = (json: RegistrationJson) => ({ ...json, authenticatorAttachment: 'wireless' });
  expect(await verdictOf(register(aFob(), { edit }))).toBe('accepted');
});

/** 43 letters stand for 32 bytes and two unused bits: the next letter differs in an unused bit only. */
function nextLetter(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(text.at(-1) ?? '') + 1] ?? '';
}
