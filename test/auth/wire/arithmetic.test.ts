import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { comparisonCode, digestKeySet } from '#auth/wire/comparison-code.ts';
import { fobChallenge, padSlotChallenge, staticKey, staticProof } from '#auth/wire/fob-challenge.ts';
import { importSigningKey, thumbprintOf, toPublicJwk } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import type { EnrolmentAnswer } from '#auth/wire/messages.ts';
import { messageTimes, signMessage } from '#auth/wire/signed-message.ts';
import { verifyEnrolment } from '#auth/wire/verify-enrolment.ts';
import { aPrivateJwk, aWirePortal, PORTAL_ORIGIN, token } from '#test/support/wire.ts';

const ASKED = {
  nonce: Buffer.alloc(32, 1).toString('base64url'),
  origin: PORTAL_ORIGIN,
  serial: '7',
  kid: 'k',
};
const NOW = new Date('2026-05-20T10:00:00Z');

test('a dongle is asked for the hash of who asks, in the written order', () => {
  const text = `kfp1\0${'\x01'.repeat(32)}\0${PORTAL_ORIGIN}\x007\0k`;
  expect(Buffer.from(fobChallenge(ASKED))).toEqual(createHash('sha256').update(text, 'latin1').digest());
});

test.each([{ nonce: token() }, { origin: 'https://other.example' }, { serial: '8' }, { kid: 'l' }])(
  'an answer fits no other question: %o',
  (change) => {
    expect(fobChallenge({ ...ASKED, ...change })).not.toEqual(fobChallenge(ASKED));
  },
);

test('a static code proves itself by a key that is bound to the serial, and never travels', () => {
  const [code, challenge] = [Buffer.from('0123456789abcdef'), fobChallenge(ASKED)];
  expect(staticKey(code, '7')).not.toEqual(staticKey(code, '8'));
  const proof = staticProof(staticKey(code, '7'), challenge);
  expect(Buffer.from(proof)).toEqual(createHmac('sha256', staticKey(code, '7')).update(challenge).digest());
});

test('the filling of a slot always differs from the challenge’s last byte', () => {
  expect([...padSlotChallenge(Uint8Array.of(5)).subarray(0, 3)]).toEqual([5, 0, 0]);
  expect([...padSlotChallenge(Uint8Array.of(5, 0)).subarray(0, 4)]).toEqual([5, 0, 1, 1]);
  expect(() => padSlotChallenge(new Uint8Array())).toThrow(RangeError);
  expect(() => padSlotChallenge(new Uint8Array(64))).toThrow(RangeError);
});

test('the eight digits change with either side’s keys and with either side’s nonce', async () => {
  const [portal, other] = [await aWirePortal(), await aWirePortal()];
  const compared = {
    keysDigest: digestKeySet(portal.keys),
    agentKid: token(),
    enrolNonce: token(),
    compareNonce: token(),
  };
  const codes = [
    compared,
    { ...compared, keysDigest: digestKeySet(other.keys) },
    { ...compared, keysDigest: digestKeySet({ ...portal.keys, encryption: other.keys.encryption }) },
    { ...compared, keysDigest: digestKeySet({ ...portal.keys, version: 2 }) },
    { ...compared, agentKid: token() },
    { ...compared, enrolNonce: token() },
    { ...compared, compareNonce: token() },
  ].map(comparisonCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^\d{8}$/);
});

async function enrolment(changes: Partial<EnrolmentAnswer> = {}, signer = aPrivateJwk()): Promise<string> {
  const jwk = toPublicJwk(signer);
  const claims: EnrolmentAnswer = {
    iss: await thumbprintOf(jwk),
    aud: PORTAL_ORIGIN,
    ...messageTimes(NOW),
    jti: token(),
    txn: token(16),
    nonce: token(),
    origin: PORTAL_ORIGIN,
    protection: 'file',
    isPeerChecked: true,
    agentVersion: '0.1.0',
    jwk,
    ...changes,
  };
  return signMessage(MESSAGES.enrolment, claims, await importSigningKey(signer));
}

test('AGT-10 a new agent proves that it has the private half of the key that it offers, and says where that lies', async () => {
  const outcome = await verifyEnrolment(await enrolment(), { audience: PORTAL_ORIGIN, now: NOW });
  expect(outcome).toMatchObject({ ok: true, claims: { protection: 'file' } });
});

test('AGT-05 a key that somebody else has is not enrolled, whatever name the message carries', async () => {
  const victim = toPublicJwk(aPrivateJwk());
  const expected = { audience: PORTAL_ORIGIN, now: NOW };
  expect(await verifyEnrolment(await enrolment({ jwk: victim }), expected)).toMatchObject({ ok: false });
  const named = await enrolment({ jwk: victim, iss: await thumbprintOf(victim) });
  expect(await verifyEnrolment(named, expected)).toMatchObject({ ok: false });
  expect(await verifyEnrolment('a.b.c', expected)).toMatchObject({ ok: false });
});
