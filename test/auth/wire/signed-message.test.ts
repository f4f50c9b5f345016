import { createHmac, createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importSigningKey, importVerifyingKey, PublicJwk, toPublicJwk } from '#auth/wire/jwk.ts';
import type { PrivateJwk } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import type { AgentRequest } from '#auth/wire/messages.ts';
import { signMessage, verifyMessage } from '#auth/wire/signed-message.ts';
import { aPrivateJwk, aWirePortal, forge, PORTAL_ORIGIN, token, verifyingKeyOf } from '#test/support/wire.ts';

const NOW = new Date('2026-05-20T10:00:00Z');
const SECOND = 1_000;

async function aSigner(curve: 'P-256' | 'Ed25519' = 'P-256') {
  const jwk = aPrivateJwk(curve);
  const portal = await aWirePortal({ now: () => NOW });
  const { claims } = await portal.request('prove');
  const signing = await importSigningKey(jwk);
  const keys = [await verifyingKeyOf(jwk)];
  const header = { alg: signing.algorithm, typ: MESSAGES.request.typ, kid: signing.kid };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const verify = (message: string, now = NOW) =>
    verifyMessage<AgentRequest>(message, {
      kind: MESSAGES.request,
      keys,
      issuer: PORTAL_ORIGIN,
      audience: 'key-agent',
      now,
    });
  const honest = await signMessage<AgentRequest>(MESSAGES.request, claims, signing);
  return { jwk, claims, signing, header, key, verify, honest };
}

test.each(['P-256', 'Ed25519'] as const)('AGT-05 an honest message of a %s key is read', async (curve) => {
  const { honest, claims, signing, verify } = await aSigner(curve);
  expect(await verify(honest)).toEqual({ ok: true, claims, kid: signing.kid });
});

test('AGT-05 the writer of forged messages writes an honest one too, so its forgeries fail for what is wrong in them', async () => {
  const { header, claims, key, verify } = await aSigner();
  expect(await verify(forge({ header, payload: claims, key }))).toMatchObject({ ok: true });
});

type Signer = Awaited<ReturnType<typeof aSigner>>;

const FORGERIES: [string, (signer: Signer) => string][] = [
  ['alg none', (s) => unsigned({ ...s.header, alg: 'none' }, s.claims)],
  ['alg HS256 with the public key as the secret', (s) => macWithPublicKey(s)],
  [
    'an algorithm that is not the key’s',
    (s) => forge({ ...parts(s), header: { ...s.header, alg: 'EdDSA' } }),
  ],
  ['a foreign signature algorithm', (s) => forge({ ...parts(s), header: { ...s.header, alg: 'ES384' } })],
  ['b64 false', (s) => forge({ ...parts(s), header: { ...s.header, b64: false, crit: ['b64'] } })],
  ['an unknown critical header', (s) => forge({ ...parts(s), header: { ...s.header, crit: ['exp'] } })],
  [
    'its own key in the header',
    (s) => forge({ ...parts(s), header: { ...s.header, jwk: toPublicJwk(s.jwk) } }),
  ],
  [
    'an address of keys in the header',
    (s) => forge({ ...parts(s), header: { ...s.header, jku: 'https://x' } }),
  ],
  [
    'a certificate address in the header',
    (s) => forge({ ...parts(s), header: { ...s.header, x5u: 'https://x' } }),
  ],
  ['a header member twice', (s) => forge({ ...parts(s), header: twice(s.header) })],
  ['a claim twice', (s) => forge({ ...parts(s), payload: twice(s.claims) })],
  ['white space in the header', (s) => forge({ ...parts(s), header: JSON.stringify(s.header, null, 1) })],
  [
    'a path as the name of the key',
    (s) => forge({ ...parts(s), header: { ...s.header, kid: '../../keys/1' } }),
  ],
  ['a key of another name', (s) => forge({ ...parts(s), header: { ...s.header, kid: token() } })],
  ['no name of a key', (s) => forge({ ...parts(s), header: { alg: s.header.alg, typ: s.header.typ } })],
  ['a foreign key under a known name', (s) => forge({ ...parts(s), key: foreignKey() })],
  [
    'the type of another message',
    (s) => forge({ ...parts(s), header: { ...s.header, typ: MESSAGES.proof.typ } }),
  ],
  ['the type of any token', (s) => forge({ ...parts(s), header: { ...s.header, typ: 'JWT' } })],
  ['a signature in DER', (s) => forge({ ...parts(s), dsaEncoding: 'der' })],
  ['a signature of nothing', (s) => s.honest.replace(/[^.]*$/, '')],
  ['a signature with stray bits', (s) => withStrayBits(s.honest)],
  ['padding behind the signature', (s) => `${s.honest}==`],
  ['a line break behind it', (s) => `${s.honest}\n`],
  ['a fourth part', (s) => `${s.honest}.AA`],
  ['a part less', (s) => s.honest.split('.').slice(0, 2).join('.')],
  ['nine kilobytes', (s) => forge({ ...parts(s), payload: { ...s.claims, customer: 'x'.repeat(9_000) } })],
  ['another issuer', (s) => withClaims(s, { iss: 'https://other.example' })],
  ['another audience', (s) => withClaims(s, { aud: 'portal' })],
  ['several audiences', (s) => withClaims(s, { aud: ['key-agent', 'other'] })],
  ['no expiry', (s) => withClaims(s, { exp: undefined })],
  ['no name of its own', (s) => withClaims(s, { jti: undefined })],
  ['no time of issue', (s) => withClaims(s, { iat: undefined })],
  ['a life of 61 seconds', (s) => withClaims(s, { exp: s.claims.iat + 61 })],
  ['an expiry that is a text', (s) => withClaims(s, { exp: String(s.claims.exp) })],
  ['an issue in the future', (s) => withClaims(s, { iat: s.claims.iat + 31, exp: s.claims.exp + 31 })],
  ['a claim that nobody asked for', (s) => withClaims(s, { pin: '123456' })],
  ['a nonce of 31 bytes', (s) => withClaims(s, { nonce: token(31) })],
  ['an origin with a path', (s) => withClaims(s, { origin: `${PORTAL_ORIGIN}/` })],
  ['an unknown purpose', (s) => withClaims(s, { purpose: 'read-everything' })],
  ['a check code of letters', (s) => withClaims(s, { checkCode: 'abcd' })],
  ['a name that turns the line round', (s) => withClaims(s, { customer: 'ООО ‮ Ромашка' })],
];

test.each(FORGERIES)('AGT-05 a message with %s is refused', async (_, forgeFrom) => {
  const signer = await aSigner();
  expect(await signer.verify(forgeFrom(signer))).toMatchObject({ ok: false });
});

test('AGT-05 a message is good until its expiry and the skew of two clocks, and no longer', async () => {
  const { honest, claims, verify } = await aSigner();
  const at = (seconds: number) => new Date((claims.exp + seconds) * SECOND);
  expect(await verify(honest, at(29))).toMatchObject({ ok: true });
  expect(await verify(honest, at(30))).toEqual({ ok: false, fault: 'expired' });
});

test('AGT-05 one changed character anywhere makes a message worthless', async () => {
  const { honest, verify } = await aSigner();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(honest.length - 1),
      fc.constantFrom('A', 'x', '9', '-', '_', '.', '='),
      async (place, character) => {
        fc.pre(honest[place] !== character);
        const changed = honest.slice(0, place) + character + honest.slice(place + 1);
        expect(await verify(changed)).toMatchObject({ ok: false });
      },
    ),
    { numRuns: 300 },
  );
});

test('AGT-05 any text at all is refused without an exception', async () => {
  const { verify } = await aSigner();
  const part = fc.oneof(fc.string(), fc.base64String(), fc.json().map(toPart), fc.constant(''));
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (chosen) => {
      expect(await verify(chosen.join('.'))).toMatchObject({ ok: false });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['a point of small order', { kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32).toString('base64url') }],
  [
    'the neutral point',
    { kty: 'OKP', crv: 'Ed25519', x: Buffer.from([1, ...new Uint8Array(31)]).toString('base64url') },
  ],
  ['a key with its private half', aPrivateJwk()],
  ['a key with a member more', { ...toPublicJwk(aPrivateJwk()), use: 'sig' }],
  ['a symmetric key', { kty: 'oct', k: 'AAAA' }],
  ['another curve', { ...toPublicJwk(aPrivateJwk()), crv: 'P-384' }],
])('AGT-05 %s is no public key', (_, jwk) => {
  expect(PublicJwk.safeParse(jwk).success).toBe(false);
});

test('AGT-05 numbers that are no point of the curve are no key', async () => {
  const { x } = toPublicJwk(aPrivateJwk());
  const offCurve = { kty: 'EC', crv: 'P-256', x, y: Buffer.alloc(32, 7).toString('base64url') } as const;
  expect(await importVerifyingKey(offCurve)).toBeNull();
});

function parts({ header, claims, key }: Signer) {
  return { header, payload: claims, key };
}

function withClaims(signer: Signer, changes: Record<string, unknown>): string {
  return forge({ ...parts(signer), payload: { ...signer.claims, ...changes } });
}

function toPart(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function unsigned(header: Record<string, unknown>, payload: Record<string, unknown>): string {
  return `${toPart(JSON.stringify(header))}.${toPart(JSON.stringify(payload))}.`;
}

function macWithPublicKey({ header, claims, jwk }: Signer): string {
  const text = unsigned({ ...header, alg: 'HS256' }, claims).slice(0, -1);
  const secret = JSON.stringify(toPublicJwk(jwk));
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function twice(members: Record<string, unknown>): string {
  const [first] = Object.entries(members);
  return JSON.stringify(members).replace(
    '{',
    `{${JSON.stringify(first?.[0])}:${JSON.stringify(first?.[1])},`,
  );
}

function foreignKey() {
  const jwk: PrivateJwk = aPrivateJwk();
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** 64 bytes take 86 characters, of which the last carries four bits that mean nothing. */
function withStrayBits(message: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return message.slice(0, -1) + alphabet[alphabet.indexOf(message.slice(-1)) + 1];
}
