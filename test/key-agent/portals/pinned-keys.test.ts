import { expect, test } from 'vitest';
import { decideKeys } from '#key-agent/portals/pinned-keys.ts';
import { aWirePortal } from '#test/support/wire.ts';

async function twoSets() {
  const [old, next] = [await aWirePortal(), await aWirePortal({ version: 2 })];
  const overlap = { ...next.keys, signing: [...old.keys.signing, ...next.keys.signing] };
  return { old, next, overlap };
}

test('AGT-05 the pinned keys are kept while the portal offers the same', async () => {
  const { old } = await twoSets();
  expect(await decideKeys(old.keys, { offered: old.keys, signedBy: old.signing.kid })).toBe('keep');
});

test('AGT-05 new keys are taken over with the old one in between, and the old one goes in a second step', async () => {
  const { old, next, overlap } = await twoSets();
  expect(await decideKeys(old.keys, { offered: overlap, signedBy: old.signing.kid })).toBe('rotate');
  const alone = { ...next.keys, version: 3 };
  expect(await decideKeys(overlap, { offered: alone, signedBy: next.signing.kid })).toBe('rotate');
});

test('AGT-05 a set without the key that signs it now is refused: no key hands over to others unseen', async () => {
  const { old, next } = await twoSets();
  expect(await decideKeys(old.keys, { offered: next.keys, signedBy: old.signing.kid })).toBe('refuse');
});

test('AGT-05 other keys under a known version are refused, and so is another key to encrypt for', async () => {
  const { old, overlap, next } = await twoSets();
  expect(await decideKeys(old.keys, { offered: { ...overlap, version: 1 }, signedBy: old.signing.kid })).toBe(
    'refuse',
  );
  const offered = { ...old.keys, encryption: next.keys.encryption };
  expect(await decideKeys(old.keys, { offered, signedBy: old.signing.kid })).toBe('refuse');
});

test('AGT-05 a request from before the change does not bring the old keys back', async () => {
  const { old, overlap } = await twoSets();
  expect(await decideKeys(overlap, { offered: old.keys, signedBy: old.signing.kid })).toBe('keep');
});
