import { CompactEncrypt, importJWK } from 'jose';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMessage, P256PrivateJwk, sealMessage } from '#auth/wire/sealed-message.ts';
import { aPrivateJwk, aWirePortal, token } from '#test/support/wire.ts';

const INSIDE = 'header.payload.signature';

test('AGT-09 what is sealed for the portal opens with the portal’s key and shows nothing outside', async () => {
  const portal = await aWirePortal();
  const sealed = await sealMessage(INSIDE, portal.keys.encryption);
  expect(Buffer.from(sealed, 'base64url').toString()).not.toContain('payload');
  expect(await openMessage(sealed, portal.decryption)).toBe(INSIDE);
});

test('AGT-09 the same message sealed twice looks different each time', async () => {
  const { keys } = await aWirePortal();
  expect(await sealMessage(INSIDE, keys.encryption)).not.toBe(await sealMessage(INSIDE, keys.encryption));
});

const HEADER = { alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT' };

test.each([
  ['wraps the content key', { ...HEADER, alg: 'ECDH-ES+A256KW' }],
  ['uses another cipher', { ...HEADER, enc: 'A128CBC-HS256' }],
  ['names a critical header', { ...HEADER, crit: ['ctx'], ctx: 1 }],
  ['mixes in a party of its own', { ...HEADER, apu: 'AAAA' }],
  ['is no nested token', { alg: HEADER.alg, enc: HEADER.enc }],
])('AGT-05 a sealed message that %s is refused', async (_, header) => {
  const portal = await aWirePortal();
  const [kid = ''] = portal.decryption.keys();
  expect(await openMessage(await sealWith({ ...header, kid }, portal), portal.decryption)).toBeNull();
});

test('AGT-05 the writer of refused messages writes an honest one too', async () => {
  const portal = await aWirePortal();
  const [kid = ''] = portal.decryption.keys();
  expect(await openMessage(await sealWith({ ...HEADER, kid }, portal), portal.decryption)).toBe(INSIDE);
});

test('AGT-05 a message sealed for somebody else, or under another name, is refused', async () => {
  const [portal, other] = [await aWirePortal(), await aWirePortal()];
  expect(await openMessage(await sealMessage(INSIDE, other.keys.encryption), portal.decryption)).toBeNull();
  expect(
    await openMessage(await sealWith({ ...HEADER, kid: token() }, portal), portal.decryption),
  ).toBeNull();
  const renamed = new Map(
    [...other.decryption.keys()].map((kid) => [kid, P256PrivateJwk.parse(aPrivateJwk())]),
  );
  expect(await openMessage(await sealMessage(INSIDE, other.keys.encryption), renamed)).toBeNull();
});

test('AGT-05 one changed character anywhere makes a sealed message worthless', async () => {
  const portal = await aWirePortal();
  const sealed = await sealMessage(INSIDE, portal.keys.encryption);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(sealed.length - 1),
      fc.constantFrom('A', 'x', '9', '-', '_', '.', '='),
      async (place, character) => {
        fc.pre(sealed[place] !== character);
        const changed = sealed.slice(0, place) + character + sealed.slice(place + 1);
        expect(await openMessage(changed, portal.decryption)).toBeNull();
      },
    ),
    { numRuns: 300 },
  );
});

async function sealWith(
  header: Record<string, unknown>,
  { keys }: Awaited<ReturnType<typeof aWirePortal>>,
): Promise<string> {
  const recipient = await importJWK(keys.encryption, 'ECDH-ES');
  // The refused headers are not among those that the library's type allows to be written.
  const writer = new CompactEncrypt(Buffer.from(INSIDE)).setProtectedHeader(header as typeof HEADER);
  return writer.encrypt(recipient, { crit: { ctx: true } });
}
