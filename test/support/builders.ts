/** People, accounts, keys and sessions with defaults; a test sets only what it is about. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { CustomerRole, StaffRole } from '#auth/permissions/roles.ts';
import { hashToken, mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';

const HOUR_MS = 3_600_000;

export type BuiltAccount = { id: string; number: string; name: string; accountManagerId: string | null };

export async function anAccount(
  db: Db,
  {
    accountManagerId = null,
    ...rest
  }: { accountManagerId?: string | null; name?: string; number?: string; status?: string } = {},
): Promise<BuiltAccount> {
  const number = rest.number ?? randomUUID().slice(0, 8);
  return db.customerAccount.create({
    data: { number, name: `Demo account ${number}`, accountManagerId, createdAt: new Date(), ...rest },
    select: { id: true, number: true, name: true, accountManagerId: true },
  });
}

/** Another account, looked after by the manager of this one. */
export async function anAccountBeside(
  db: Db,
  accountId: string,
  values: { name?: string; status?: string } = {},
): Promise<BuiltAccount> {
  const account = await db.customerAccount.findUniqueOrThrow({
    where: { id: accountId },
    select: { accountManagerId: true },
  });
  const accountManagerId = account.accountManagerId ?? (await aStaffHolder(db, 'account-manager')).id;
  await db.customerAccount.update({ where: { id: accountId }, data: { accountManagerId } });
  return anAccount(db, { ...values, accountManagerId });
}

type HolderValues = {
  kind?: 'customer' | 'staff';
  staffRole?: StaffRole | null;
  name?: string;
  status?: string;
};

export async function aHolder(
  db: Db,
  values: HolderValues = {},
): Promise<{ id: string; name: string; userHandle: Uint8Array }> {
  return db.holder.create({
    data: {
      userHandle: new Uint8Array(randomBytes(32)),
      kind: 'customer',
      name: `Demo person ${randomUUID().slice(0, 8)}`,
      createdAt: new Date(),
      ...values,
    },
    select: { id: true, name: true, userHandle: true },
  });
}

export function aStaffHolder(db: Db, staffRole: StaffRole, values: HolderValues = {}) {
  return aHolder(db, { ...values, kind: 'staff', staffRole });
}

export async function aMembership(
  db: Db,
  { holderId, accountId, role = 'owner' }: { holderId: string; accountId: string; role?: CustomerRole },
): Promise<{ id: string }> {
  return db.membership.create({
    data: { holderId, accountId, role, createdAt: new Date() },
    select: { id: true },
  });
}

/** Into another company with the keys that they have: those open it too. */
export async function aMembershipWithKeys(
  db: Db,
  { holderId, ...values }: Parameters<typeof aMembership>[1],
): Promise<{ id: string }> {
  const now = new Date();
  const { id } = await aMembership(db, { holderId, ...values });
  await db.key.updateMany({ where: { holderId, activatedAt: null }, data: { activatedAt: now } });
  return db.membership.update({ where: { id }, data: { keysUntil: now }, select: { id: true } });
}

type KeyValues = {
  holderId: string;
  accountId: string | null;
  status?: string;
  attestation?: 'attested' | 'unattested';
  label?: string;
  kind?: string;
  cardNumber?: string | null;
  serial?: string | null;
  modelName?: string | null;
};

export async function aKey(db: Db, { holderId, accountId, ...rest }: KeyValues): Promise<{ id: string }> {
  return db.key.create({
    data: {
      status: 'active',
      label: 'Demo key',
      attestation: 'attested',
      holderId,
      accountId,
      issuedAt: new Date(),
      ...rest,
    },
    select: { id: true },
  });
}

type SessionValues = {
  keyId: string;
  holderId: string;
  accountId: string | null;
  tier?: number;
  lastSeenAt?: Date;
  expiresAt?: Date;
  /** The network of the browser, shortened. */
  place?: string;
};

/** A session row and the token that its cookie carries. */
export async function aSession(db: Db, values: SessionValues): Promise<{ id: string; token: string }> {
  const token = mintToken();
  const now = new Date();
  const { id } = await db.session.create({
    data: {
      tokenHash: hashToken(token),
      tier: 4,
      isUserVerified: true,
      authenticatedAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + HOUR_MS),
      ...values,
    },
    select: { id: true },
  });
  return { id, token };
}

export type SignedIn = { token: string; sessionId: string; keyId: string; holderId: string };

/**
 * Somebody of a customer, signed in.
 * @param tier 4 with an attested key; 2 is what an unattested key is worth in production; 3 and 1 by the session alone
 */
export async function signedInCustomer(
  db: Db,
  {
    role = 'owner',
    tier = 4,
    account,
  }: { role?: CustomerRole; tier?: 1 | 2 | 3 | 4; account?: { id: string } } = {},
): Promise<SignedIn & { accountId: string }> {
  const { id: accountId } = account ?? (await anAccount(db));
  const holder = await aHolder(db);
  await aMembership(db, { holderId: holder.id, accountId, role });
  const attestation = tier === 2 ? 'unattested' : 'attested';
  const key = await aKey(db, { holderId: holder.id, accountId, attestation });
  const session = await aSession(db, { keyId: key.id, holderId: holder.id, accountId, tier });
  return { token: session.token, sessionId: session.id, keyId: key.id, holderId: holder.id, accountId };
}

/** Somebody of the seller, signed in with an attested key. */
export async function signedInStaff(db: Db, staffRole: StaffRole): Promise<SignedIn> {
  const holder = await aStaffHolder(db, staffRole);
  const key = await aKey(db, { holderId: holder.id, accountId: null });
  const session = await aSession(db, { keyId: key.id, holderId: holder.id, accountId: null });
  return { token: session.token, sessionId: session.id, keyId: key.id, holderId: holder.id };
}
