/** Key pairs and bytes that come out the same for the same seed, so that tests and committed vectors can be made again. */
import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';

/** 32 bytes that depend on the seed and the purpose alone. */
export function seededBytes(seed: string, purpose: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(`${seed}\0${purpose}`).digest());
}

/** A P-256 private key. */
export function seededEcKey(seed: string, purpose: string): KeyObject {
  const scalar = seededBytes(seed, purpose);
  const exchange = createECDH('prime256v1');
  exchange.setPrivateKey(scalar);
  const point = exchange.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: text(scalar),
    x: text(point.subarray(1, 33)),
    y: text(point.subarray(33)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** An Ed25519 private key. */
export function seededEdKey(seed: string, purpose: string): KeyObject {
  const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = Buffer.concat([pkcs8Head, seededBytes(seed, purpose)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
