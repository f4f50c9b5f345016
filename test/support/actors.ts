/** Signed-in people as use cases know them, and a clock and a log for those use cases. */
import { randomBytes } from 'node:crypto';
import { createAudit } from '#auth/audit/audit.ts';
import { createLimiter } from '#auth/limits/limiter.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { CLASSES_OF_ROLE } from '#auth/permissions/roles.ts';
import type { CustomerRole, StaffRole } from '#auth/permissions/roles.ts';
import { createPinLimits } from '#auth/pins/pin-limits.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { createEnvelope } from '#auth/tokens/envelope.ts';
import { peppersOf } from '#auth/tokens/peppers.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey, aMembership, anAccount, signedInCustomer, signedInStaff } from './builders.ts';

export const TRACE: RequestTrace = { ip: '192.0.2.7', userAgentHash: 'ab'.repeat(32), browser: 'Test' };

/** What use cases need, under the rules of a production installation and at the real time unless said otherwise. */
export function authServicesFor(db: Db, { now = () => new Date() }: { now?: () => Date } = {}): AuthServices {
  return {
    db,
    audit: createAudit({ keys: [new Uint8Array(randomBytes(32))] }),
    relyingParty: { rpId: 'portal.example', rpName: 'Demo', origins: ['https://portal.example'] },
    sealingKeys: [new Uint8Array(randomBytes(32))],
    peppers: peppersOf([new Uint8Array(randomBytes(32))]),
    envelope: createEnvelope([new Uint8Array(randomBytes(32))]),
    limits: createLimiter({ key: new Uint8Array(randomBytes(32)), now }),
    pinLimits: createPinLimits(db, now),
    policy: () => Promise.resolve(PRODUCTION_POLICY),
    now,
  };
}

export async function aStaffActor(db: Db, role: StaffRole = 'account-manager'): Promise<StaffActor> {
  const { holderId, keyId, sessionId } = await signedInStaff(db, role);
  return { kind: 'staff', role, holderId, keyId, sessionId, tier: 4, deputyFor: [] };
}

export async function aCustomerActor(
  db: Db,
  settings: { role?: CustomerRole; account?: { id: string } } = {},
): Promise<CustomerActor> {
  const { role = 'owner' } = settings;
  const { holderId, keyId, sessionId, accountId } = await signedInCustomer(db, settings);
  const classes = CLASSES_OF_ROLE[role];
  return { kind: 'customer', role, holderId, keyId, sessionId, accountId, tier: 4, classes };
}

export type Managed = { manager: StaffActor; accountId: string; holderId: string; keyId: string };

/** A manager, an account of theirs, a person in it, and that person's key. */
export async function aManagedKey(
  db: Db,
  { status = 'active', manager }: { status?: string; manager?: StaffActor } = {},
): Promise<Managed> {
  const itsManager = manager ?? (await aStaffActor(db));
  const { id: accountId } = await anAccount(db, { accountManagerId: itsManager.holderId });
  const { id: holderId } = await aHolder(db);
  await aMembership(db, { holderId, accountId, role: 'buyer' });
  const { id: keyId } = await aKey(db, { holderId, accountId, status });
  return { manager: itsManager, accountId, holderId, keyId };
}

/** The newest events of the log, newest first, without what only the chain needs. */
export function newestEvents(db: Db, count = 1) {
  return db.auditEvent.findMany({
    orderBy: { seq: 'desc' },
    take: count,
    select: {
      type: true,
      result: true,
      reason: true,
      note: true,
      actorId: true,
      accountId: true,
      holderId: true,
      keyId: true,
      sessionId: true,
      detailsJson: true,
    },
  });
}
