/**
 * The portal's own keys towards agents: one to sign requests, one to open what only it may read. An agent pins the whole set
 * when it is enrolled and follows a change that a pinned key has signed, so a change takes two steps: a set with the old and
 * the new key, signed with the old one; later, when the agents have seen it, a set without the old one.
 */
import { generateKeyPairSync } from 'node:crypto';
import { isUniqueViolation } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices } from '../auth-services.ts';
import type { SealedName } from '../tokens/envelope.ts';
import {
  P256PublicJwk,
  PrivateJwk,
  PublicJwk,
  importSigningKey,
  thumbprintOf,
  toPublicJwk,
} from '../wire/jwk.ts';
import type { SigningKey } from '../wire/jwk.ts';
import type { PortalKeySet } from '../wire/messages.ts';
import { P256PrivateJwk } from '../wire/sealed-message.ts';
import type { OpeningKeys } from '../wire/sealed-message.ts';

export type PortalKeys = {
  /** What agents pin. */
  set: PortalKeySet;
  /** Signs requests: during a change the one that every agent knows already. */
  signing: SigningKey;
  /** Opens sealed answers: during a change of either key. */
  opening: OpeningKeys;
};

type KeyRow = { kid: string; use: string; publicJwk: string; privateSealed: string; sinceVersion: number };

const SELECT = { kid: true, use: true, publicJwk: true, privateSealed: true, sinceVersion: true } as const;

/** The keys in force. The first call of an installation makes them. */
export async function findPortalKeys(
  services: Pick<AuthServices, 'db' | 'envelope' | 'now'>,
): Promise<PortalKeys> {
  const { db } = services;
  const rows = await findRows(db);
  if (rows.length > 0) return toKeys(services, rows, await findVersion(db));
  try {
    await db.$transaction((tx) => addPair(tx, services, 1));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error; // another process was faster: its keys are the installation's
  }
  return toKeys(services, await findRows(db), await findVersion(db));
}

export type ChangeOfKeys =
  { ok: true; version: number } | { ok: false; reason: 'under_way' | 'nothing_to_end' };

/** Adds new keys beside the old ones; the old one goes on signing, until `endKeyChange`. */
export async function beginKeyChange(services: AuthServices): Promise<ChangeOfKeys> {
  await findPortalKeys(services);
  return services.db.$transaction(async (tx) => {
    if ((await findRows(tx)).filter(({ use }) => use === 'sign').length > 1)
      return { ok: false, reason: 'under_way' };
    const version = (await findVersion(tx)) + 1;
    await addPair(tx, services, version);
    await record(tx, services, { version, step: 'begun' });
    return { ok: true, version };
  });
}

/** Takes the old keys away. An agent that was off for the whole change is enrolled anew. */
export async function endKeyChange(services: AuthServices): Promise<ChangeOfKeys> {
  return services.db.$transaction(async (tx) => {
    const newest = Math.max(0, ...(await findRows(tx)).map(({ sinceVersion }) => sinceVersion));
    const version = (await findVersion(tx)) + 1;
    const { count } = await tx.agentPortalKey.updateMany({
      where: { untilVersion: null, sinceVersion: { lt: newest } },
      data: { untilVersion: version },
    });
    if (count === 0) return { ok: false, reason: 'nothing_to_end' };
    await record(tx, services, { version, step: 'ended' });
    return { ok: true, version };
  });
}

/** What a key is sealed under (auth/tokens/envelope.ts). */
export function portalKeyName(kid: string): SealedName {
  return [`agent portal key ${kid}`];
}

function findRows(db: Db | Tx): Promise<KeyRow[]> {
  return db.agentPortalKey.findMany({
    where: { untilVersion: null },
    orderBy: [{ sinceVersion: 'asc' }, { use: 'asc' }],
    select: SELECT,
  });
}

/** Each change of the set has a number of its own, and agents take no lower one. */
async function findVersion(db: Db | Tx): Promise<number> {
  const { _max: highest } = await db.agentPortalKey.aggregate({
    _max: { sinceVersion: true, untilVersion: true },
  });
  return Math.max(highest.sinceVersion ?? 0, highest.untilVersion ?? 0);
}

async function addPair(
  tx: Tx,
  { envelope, now }: Pick<AuthServices, 'envelope' | 'now'>,
  sinceVersion: number,
): Promise<void> {
  for (const use of ['sign', 'open'] as const) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = PrivateJwk.parse(privateKey.export({ format: 'jwk' }));
    const kid = await thumbprintOf(toPublicJwk(jwk));
    await tx.agentPortalKey.create({
      data: {
        kid,
        use,
        publicJwk: JSON.stringify(toPublicJwk(jwk)),
        privateSealed: envelope.seal(portalKeyName(kid), Buffer.from(JSON.stringify(jwk))),
        sinceVersion,
        createdAt: now(),
      },
      select: { kid: true },
    });
  }
}

async function toKeys(
  { envelope }: Pick<AuthServices, 'envelope'>,
  rows: readonly KeyRow[],
  version: number,
): Promise<PortalKeys> {
  const [signing, opening] = [
    rows.filter(({ use }) => use === 'sign'),
    rows.filter(({ use }) => use === 'open'),
  ];
  const [signer, newestOpening] = [signing[0], opening.at(-1)];
  if (signer === undefined || newestOpening === undefined)
    throw new Error('the portal has no keys towards agents');
  const privateJwkOf = (row: KeyRow): unknown => {
    const bytes = envelope.open(portalKeyName(row.kid), row.privateSealed);
    if (bytes === null) throw new Error('a key towards agents is under an envelope key that is not given');
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  };
  return {
    set: {
      version,
      signing: signing.map(({ publicJwk }) => PublicJwk.parse(JSON.parse(publicJwk))),
      encryption: P256PublicJwk.parse(JSON.parse(newestOpening.publicJwk)),
    },
    signing: await importSigningKey(PrivateJwk.parse(privateJwkOf(signer))),
    opening: new Map(opening.map((row) => [row.kid, P256PrivateJwk.parse(privateJwkOf(row))])),
  };
}

async function record(
  tx: Tx,
  { audit, now }: AuthServices,
  details: { version: number; step: 'begun' | 'ended' },
): Promise<void> {
  await audit.record(tx, {
    type: 'agent_keys_changed',
    result: 'ok',
    actorId: SYSTEM_ACTOR,
    details,
    at: now(),
  });
}
