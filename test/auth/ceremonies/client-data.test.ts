import { describe, expect, test } from 'vitest';
import {
  aFob,
  register,
  REGISTRATION_CHALLENGE,
  SIGN_IN_CHALLENGE,
  verdictOf,
} from '#test/support/ceremonies.ts';
import type { RegistrationJson } from '#test/support/soft-authenticator.ts';

type Variation = NonNullable<Parameters<typeof register>[1]>;

const verdict = (variation: Variation) => verdictOf(register(aFob(), variation));

const withClientDataBytes = (bytes: Uint8Array) => (json: RegistrationJson) => ({
  ...json,
  response: { ...json.response, clientDataJSON: Buffer.from(bytes).toString('base64url') },
});

/** Client data with these members added or put in place of the true ones; undefined removes one. */
const clientData = (members: Record<string, unknown>): Variation => ({ unlike: { clientData: members } });

describe('REG-19, FG-09 the browser says it was asked by us, for this, and not in a frame', () => {
  const framed = { crossOrigin: 'allowed', topOrigins: ['https://partner.example'] } as const;

  test.each<[string, Variation, string]>([
    ['the answer to a sign-in', clientData({ type: 'webauthn.get' }), 'ceremony_type_wrong'],
    ['no type', clientData({ type: undefined }), 'client_data_malformed'],
    ['FG-04 another challenge', { input: { challenge: SIGN_IN_CHALLENGE } }, 'challenge_mismatch'],
    [
      'a longer challenge',
      { input: { challenge: Buffer.concat([REGISTRATION_CHALLENGE, Uint8Array.of(0)]) } },
      'challenge_mismatch',
    ],
    [
      'an empty challenge on both sides',
      { ...clientData({ challenge: '' }), input: { challenge: Uint8Array.of() } },
      'challenge_mismatch',
    ],
    [
      'a challenge of 15 bytes on both sides',
      {
        ...clientData({ challenge: Buffer.alloc(15).toString('base64url') }),
        input: { challenge: Buffer.alloc(15) },
      },
      'challenge_mismatch',
    ],
    ['another origin', { unlike: { origin: 'https://portal.example.evil.example' } }, 'origin_not_allowed'],
    ['another port', { unlike: { origin: 'https://portal.example:8443' } }, 'origin_not_allowed'],
    ['plain http', { unlike: { origin: 'http://portal.example' } }, 'origin_not_allowed'],
    ['no origin allowed', { input: { origins: [] } }, 'origin_not_allowed'],
    [
      'a second allowed origin',
      { input: { origins: ['https://other.example', 'https://portal.example'] } },
      'accepted',
    ],
    ['FG-01 another relying party', { input: { rpId: 'other.example' } }, 'rp_id_mismatch'],
    ['FG-01 an empty relying party', { input: { rpId: '' } }, 'rp_id_mismatch'],
    ['crossOrigin true', clientData({ crossOrigin: true }), 'cross_origin_refused'],
    ['crossOrigin left out', clientData({ crossOrigin: undefined }), 'accepted'],
    ['crossOrigin as text', clientData({ crossOrigin: 'false' }), 'client_data_malformed'],
    [
      'topOrigin without crossOrigin',
      clientData({ topOrigin: 'https://portal.example' }),
      'top_origin_refused',
    ],
    [
      'topOrigin without crossOrigin, where frames are allowed',
      { ...clientData({ topOrigin: 'https://partner.example' }), policy: framed },
      'top_origin_refused',
    ],
    [
      'an allowed frame',
      { ...clientData({ crossOrigin: true, topOrigin: 'https://partner.example' }), policy: framed },
      'accepted',
    ],
    [
      'a frame of somebody else',
      { ...clientData({ crossOrigin: true, topOrigin: 'https://evil.example' }), policy: framed },
      'top_origin_refused',
    ],
    ['members that the standard adds later', clientData({ extraData: 'x' }), 'accepted'],
    ['client data that is no JSON', { edit: withClientDataBytes(Buffer.alloc(3)) }, 'client_data_malformed'],
    [
      'client data that is not UTF-8',
      {
        edit: withClientDataBytes(Buffer.from('{"type":"\xff"}', 'latin1')),
      },
      'client_data_malformed',
    ],
    ['client data that is null', { edit: withClientDataBytes(Buffer.from('null')) }, 'client_data_malformed'],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });
});
