import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, test } from 'vitest';
import { readProof, toAttestedKey, toCredential } from '#auth/keys/key-proof.ts';
import type { AttestedKey, Credential, KeyProof } from '#auth/keys/key-proof.ts';
import type { UnattestedCredential, VerifiedKey } from '#auth/ceremonies/attestation.ts';
import { PRODUCTION_POLICY, tierOfAttestedKey, tierOfKey } from '#auth/policy/policy.ts';

test('REG-06 what needs an attested key does not compile with a credential', () => {
  const credential: KeyProof = toCredential({});
  // @ts-expect-error a credential is no attested key
  tierOfAttestedKey(credential);
  // @ts-expect-error nor is what merely looks like one
  tierOfAttestedKey({ verdict: 'attested' });
  // @ts-expect-error nor is a key of which nobody has looked yet what is proven
  tierOfAttestedKey(readProof('attested'));
  expectTypeOf<Credential>().not.toExtend<AttestedKey>();
  expectTypeOf<AttestedKey>().not.toExtend<Credential>();
  expectTypeOf<UnattestedCredential>().not.toExtend<AttestedKey>();
  expectTypeOf<VerifiedKey>().toExtend<AttestedKey>();
});

test('REG-06 hardware opens everything, a credential what the rules give it', () => {
  expect(tierOfKey(PRODUCTION_POLICY, { kind: 'fido2', proof: toAttestedKey({}) })).toBe(4);
  expect(tierOfKey(PRODUCTION_POLICY, { kind: 'fido2', proof: toCredential({}) })).toBe(2);
});

test.each(['unattested', '', 'ATTESTED', null])(
  'REG-06 %s, as it is stored, is no attested key',
  (stored) => {
    expect(readProof(stored).verdict).toBe('unattested');
  },
);

test('REG-06 only the verification of an attestation makes an attested key', () => {
  const users = readdirSync('auth', { recursive: true, encoding: 'utf8' })
    .concat(readdirSync('portal', { recursive: true, encoding: 'utf8' }).map((path) => `../portal/${path}`))
    .filter((path) => /\.tsx?$/.test(path))
    .filter((path) => readFileSync(join('auth', path), 'utf8').includes('toAttestedKey'));
  expect(users.toSorted()).toEqual(['ceremonies/attestation.ts', 'keys/key-proof.ts']);
});
