/** A portal and an agent as far as their messages go: keys, honest claims, and a writer that also writes dishonest ones. */
import { createHash, generateKeyPairSync, randomBytes, sign as signBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import {
  importSigningKey,
  importVerifyingKey,
  P256PublicJwk,
  PrivateJwk,
  toPublicJwk,
} from '#auth/wire/jwk.ts';
import type { SigningKey, VerifyingKey } from '#auth/wire/jwk.ts';
import type { AgentRequest, PortalKeySet, RequestFor, RequestPurpose } from '#auth/wire/messages.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import { P256PrivateJwk } from '#auth/wire/sealed-message.ts';
import { messageTimes, signMessage } from '#auth/wire/signed-message.ts';

export const PORTAL_ORIGIN = 'https://portal.example';

type Curve = 'P-256' | 'Ed25519';

export function aPrivateJwk(curve: Curve = 'P-256'): PrivateJwk {
  const { privateKey } =
    curve === 'P-256' ? generateKeyPairSync('ec', { namedCurve: curve }) : generateKeyPairSync('ed25519');
  return PrivateJwk.parse(privateKey.export({ format: 'jwk' }));
}

export type WirePortal = {
  origin: string;
  keys: PortalKeySet;
  signing: SigningKey;
  verifying: VerifyingKey;
  decryption: ReadonlyMap<string, z.infer<typeof P256PrivateJwk>>;
  /** A request as the portal signs it; `changes` make it any other. */
  request: <Purpose extends RequestPurpose>(
    purpose: Purpose,
    changes?: Partial<RequestFor<Purpose>>,
    signing?: SigningKey,
  ) => Promise<{ request: string; claims: RequestFor<Purpose> }>;
};

type PortalOptions = { origin?: string; curve?: Curve; version?: number; now?: () => Date };

/** A portal with keys of its own. */
export async function aWirePortal({
  origin = PORTAL_ORIGIN,
  curve = 'P-256',
  version = 1,
  now = () => new Date(),
}: PortalOptions = {}): Promise<WirePortal> {
  const signingJwk = aPrivateJwk(curve);
  const encryptionJwk = P256PrivateJwk.parse(aPrivateJwk());
  const signing = await importSigningKey(signingJwk);
  const verifying = await verifyingKeyOf(signingJwk);
  const encryption = P256PublicJwk.parse(toPublicJwk({ ...encryptionJwk, kty: 'EC' }));
  const keys: PortalKeySet = { version, signing: [toPublicJwk(signingJwk)], encryption };
  const { kid } = await verifyingKeyOf({ ...encryptionJwk, kty: 'EC' });
  return {
    origin,
    keys,
    signing,
    verifying,
    decryption: new Map([[kid, encryptionJwk]]),
    request: async (purpose, changes = {}, key = signing) => {
      const claims = { ...requestClaims(purpose, { origin, keys, now: now() }), ...changes };
      return { request: await signMessage<AgentRequest>(MESSAGES.request, claims, key), claims };
    },
  };
}

export async function verifyingKeyOf(jwk: PrivateJwk): Promise<VerifyingKey> {
  const key = await importVerifyingKey(toPublicJwk(jwk));
  if (key === null) throw new Error('a generated key is on its curve');
  return key;
}

export function token(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

const OF_PURPOSE = {
  enrol: () => ({ purpose: 'enrol', portalName: 'Demo Tools' }),
  compare: () => ({ purpose: 'compare', enrolNonce: token(), agentKid: token() }),
  prove: () => ({ purpose: 'prove' }),
  register: () => ({ purpose: 'register' }),
  watch: () => ({ purpose: 'watch' }),
} as const satisfies { [Purpose in RequestPurpose]: () => Partial<RequestFor<Purpose>> };

function requestClaims<Purpose extends RequestPurpose>(
  purpose: Purpose,
  { origin, keys, now }: { origin: string; keys: PortalKeySet; now: Date },
): RequestFor<Purpose> {
  const common = {
    iss: origin,
    aud: 'key-agent',
    ...messageTimes(now),
    jti: token(),
    txn: token(16),
    nonce: token(),
    origin,
    browserHash: createHash('sha256').update('demo browser').digest('base64url'),
    checkCode: '4711',
    keys,
  };
  // The table above gives each purpose exactly its own members; the compiler loses that in the spread.
  return { ...common, ...OF_PURPOSE[purpose]() } as unknown as RequestFor<Purpose>;
}

type Forged = {
  header: Record<string, unknown> | string;
  payload: Record<string, unknown> | string;
  key: KeyObject;
  /** How ES256 spells its signature; DER is what most libraries make when nobody asks. */
  dsaEncoding?: 'ieee-p1363' | 'der';
};

/** A compact JWS with any header and payload, signed by any key. Text parts are taken as they are. */
export function forge({ header, payload, key, dsaEncoding = 'ieee-p1363' }: Forged): string {
  const [head, body] = [header, payload].map((part) =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'),
  );
  const signed = `${head}.${body}`;
  const signature = signBytes(key.asymmetricKeyType === 'ec' ? 'sha256' : null, Buffer.from(signed), {
    key,
    dsaEncoding,
  });
  return `${signed}.${signature.toString('base64url')}`;
}
