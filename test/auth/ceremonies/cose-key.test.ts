import { describe, expect, test } from 'vitest';
import { decodeCbor } from '#auth/ceremonies/cbor.ts';
import { parseStoredCoseKey } from '#auth/ceremonies/cose-key.ts';
import { isSoundEd25519Key } from '#auth/ceremonies/ed25519-point.ts';
import { encodeCbor, type CborInput, type CborInputMap } from '#test/support/cbor-writer.ts';
import { aFob, register, verdictOf } from '#test/support/ceremonies.ts';
import { generateKeyPairSync } from 'node:crypto';

/** Registers a key whose COSE members were changed before they were signed. */
function verdict(
  algorithm: -7 | -8,
  change: (members: Map<number | string, CborInput>) => unknown,
): Promise<string> {
  const coseKey = (members: CborInputMap): CborInputMap => {
    const copy = new Map(members);
    change(copy);
    return copy;
  };
  return verdictOf(register(aFob(), { algorithm, unlike: { tamper: { coseKey } } }));
}

const bytesOf = (value: CborInput | undefined): Uint8Array =>
  value instanceof Uint8Array ? value : Uint8Array.of();
const padded = (value: CborInput | undefined): Uint8Array =>
  Buffer.concat([Uint8Array.of(0), bytesOf(value)]);

/** With its last bit flipped, y belongs to no point with the same x. */
const flipped = (value: CborInput | undefined): Uint8Array => {
  const bytes = Buffer.from(bytesOf(value));
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes;
};

describe('REG-17, FG-18 an ES256 key is checked to the last member', () => {
  test.each<[string, (members: Map<number | string, CborInput>) => unknown, string]>([
    ['as it should be', () => undefined, 'accepted'],
    ['a point that is not on the curve', (key) => key.set(-3, flipped(key.get(-3))), 'public_key_malformed'],
    [
      'coordinates of zeros',
      (key) => key.set(-2, Buffer.alloc(32)).set(-3, Buffer.alloc(32)),
      'public_key_malformed',
    ],
    ['a compressed point', (key) => key.set(-3, true), 'public_key_malformed'],
    ['no y', (key) => key.delete(-3), 'public_key_malformed'],
    ['no x', (key) => key.delete(-2), 'public_key_malformed'],
    ['x with a leading zero', (key) => key.set(-2, padded(key.get(-2))), 'public_key_malformed'],
    ['y with a leading zero', (key) => key.set(-3, padded(key.get(-3))), 'public_key_malformed'],
    [
      'a private member in place of x',
      (key) => (key.delete(-2), key.set(-4, Buffer.alloc(32))),
      'public_key_malformed',
    ],
    ['x as text', (key) => key.set(-2, 'x'.repeat(32)), 'public_key_malformed'],
    ['a private member', (key) => key.set(-4, Buffer.alloc(32)), 'public_key_malformed'],
    ['a key id', (key) => key.set(2, Buffer.alloc(4)), 'public_key_malformed'],
    ['a text member', (key) => key.set('alg', -7), 'public_key_malformed'],
    [
      'a private member in place of y',
      (key) => (key.delete(-3), key.set(-4, Buffer.alloc(32))),
      'public_key_malformed',
    ],
    ['key type of Ed25519', (key) => key.set(1, 1), 'public_key_malformed'],
    ['curve of ES384', (key) => key.set(-1, 2), 'public_key_malformed'],
    ['no curve', (key) => key.delete(-1), 'public_key_malformed'],
    ['no algorithm', (key) => key.delete(3), 'algorithm_not_allowed'],
    ['algorithm as text', (key) => key.set(3, 'ES256'), 'algorithm_not_allowed'],
    ['algorithm that is not offered', (key) => key.set(3, -35), 'algorithm_not_allowed'],
    ['algorithm of EdDSA', (key) => key.set(3, -8), 'public_key_malformed'],
    ['algorithm nobody checks here', (key) => key.set(3, -65535), 'algorithm_not_allowed'],
  ])('%s', async (_what, change, expected) => {
    expect(await verdict(-7, change)).toBe(expected);
  });
});

describe('REG-17 an EdDSA key is checked to the last member', () => {
  const identity = Buffer.alloc(32);
  identity[0] = 1;

  test.each<[string, (members: Map<number | string, CborInput>) => unknown, string]>([
    ['as it should be', () => undefined, 'accepted'],
    [
      'a point of small order, under which one signature fits all',
      (key) => key.set(-2, identity),
      'public_key_malformed',
    ],
    [
      'a private member in place of x',
      (key) => (key.delete(-2), key.set(-4, Buffer.alloc(32))),
      'public_key_malformed',
    ],
    [
      'x with a zero behind it',
      (key) => key.set(-2, Buffer.concat([bytesOf(key.get(-2)), Uint8Array.of(0)])),
      'public_key_malformed',
    ],
    ['31 bytes', (key) => key.set(-2, Buffer.alloc(31, 3)), 'public_key_malformed'],
    ['no x', (key) => key.delete(-2), 'public_key_malformed'],
    ['a private member', (key) => key.set(-4, Buffer.alloc(32)), 'public_key_malformed'],
    ['key type of ES256', (key) => key.set(1, 2), 'public_key_malformed'],
    ['curve of Ed448', (key) => key.set(-1, 7), 'public_key_malformed'],
    ['curve of X25519', (key) => key.set(-1, 4), 'public_key_malformed'],
  ])('%s', async (_what, change, expected) => {
    expect(await verdict(-8, change)).toBe(expected);
  });
});

describe('REG-17 an Ed25519 point is on its curve, spelled once, and of full order', () => {
  const point = (hex: string) => isSoundEd25519Key(Buffer.from(hex, 'hex'));

  test('keys made by OpenSSL are sound', () => {
    for (let made = 0; made < 20; made += 1) {
      const { publicKey } = generateKeyPairSync('ed25519');
      const { x = '' } = publicKey.export({ format: 'jwk' });
      expect(isSoundEd25519Key(Buffer.from(x, 'base64url'))).toBe(true);
    }
  });

  test.each([
    ['order 1', '0100000000000000000000000000000000000000000000000000000000000000'],
    ['order 2', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['order 4', '0000000000000000000000000000000000000000000000000000000000000000'],
    ['order 4, other sign', '0000000000000000000000000000000000000000000000000000000000000080'],
    ['order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['order 8, other sign', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['order 8, second', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['order 8, second, other sign', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
    ['a second spelling of y = 1', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    [
      'a second spelling of a point of full order',
      'f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ],
    ['y = 2, which no point has', '0200000000000000000000000000000000000000000000000000000000000000'],
  ])('%s is refused', (_what, hex) => {
    expect(point(hex)).toBe(false);
  });
});

describe('REG-17 keys of the other algorithms that can be checked', () => {
  const coseOf = (entries: [number, CborInput][]) => encodeCbor(new Map(entries));
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');

  const curveKey = (namedCurve: string, alg: number, crv: number) => {
    const { x, y } = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
    return coseOf([
      [1, 2],
      [3, alg],
      [-1, crv],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]);
  };
  const { n, e } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  const rsaKey = (change: [number, CborInput][] = []) =>
    coseOf([...new Map<number, CborInput>([[1, 3], [3, -257], [-1, bytes(n)], [-2, bytes(e)], ...change])]);

  test('ES384 and ES512', () => {
    expect(parseStoredCoseKey(curveKey('secp384r1', -35, 2))?.algorithm).toBe(-35);
    expect(parseStoredCoseKey(curveKey('secp521r1', -36, 3))?.algorithm).toBe(-36);
    expect(parseStoredCoseKey(curveKey('secp384r1', -36, 3))).toBeNull();
  });

  test('RS256', () => {
    expect(parseStoredCoseKey(rsaKey())?.algorithm).toBe(-257);
  });

  test.each<[string, [number, CborInput][]]>([
    ['a modulus of 1024 bits', [[-1, Buffer.alloc(128, 0xff)]]],
    ['a modulus beyond 4096 bits', [[-1, Buffer.alloc(513, 0xff)]]],
    ['a modulus with a leading zero', [[-1, Buffer.concat([Uint8Array.of(0), bytes(n)])]]],
    ['a modulus as text', [[-1, 'n'.repeat(256)]]],
    ['exponent 3', [[-2, Uint8Array.of(3)]]],
    ['exponent as number', [[-2, 65_537]]],
    ['a private exponent', [[-3, Buffer.alloc(256)]]],
    ['key type of ES256', [[1, 2]]],
  ])('RS256 with %s is refused', (_what, change) => {
    expect(parseStoredCoseKey(rsaKey(change))).toBeNull();
  });

  test('a stored key with a byte after it is refused', () => {
    expect(decodeCbor(rsaKey()).ok).toBe(true);
    expect(parseStoredCoseKey(Buffer.concat([rsaKey(), Uint8Array.of(0)]))).toBeNull();
  });
});
