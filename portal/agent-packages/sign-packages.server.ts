import { createHash, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { AgentPackage } from './agent-package.ts';
import { checksumsText } from './agent-package.ts';

/** The list of checksums, and its detached signature: 64 bytes, Ed25519 over the list as it is (RFC 8032). */
export function signPackages(
  packages: readonly AgentPackage[],
  key: KeyObject,
): { checksums: string; signature: Uint8Array<ArrayBuffer> } {
  const checksums = checksumsText(packages);
  return { checksums, signature: new Uint8Array(sign(null, Buffer.from(checksums), key)) };
}

/** The public half as a file for openssl, and its fingerprint: SHA-256 over the key as it stands in the file (SPKI, DER). */
export function publicKeyOf(key: KeyObject): { pem: string; fingerprint: string } {
  const publicKey = createPublicKey(key);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: createHash('sha256').update(der).digest('hex'),
  };
}
