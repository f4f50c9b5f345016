/** Facts of one account. Whoever calls has found the account within the reader's reach. */
import { shortenAddress } from '#auth/sessions/shorten-address.ts';
import type { Db } from '#prisma/client.ts';

/** The counterparty of a source that this customer is. */
export type CustomerTie = {
  tieId: string;
  counterpartyId: string;
  sourceName: string;
  legalName: string;
  taxId: string;
  /** Quarantined: the source changed who it is, and its rows wait for a person. */
  status: 'confirmed' | 'quarantined';
  confirmedAt: Date;
};

export async function findCustomerTies(db: Db, accountId: string): Promise<CustomerTie[]> {
  const rows = await db.accountTie.findMany({
    where: { accountId, status: { in: ['confirmed', 'quarantined'] } },
    orderBy: [{ confirmedAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      counterpartyId: true,
      legalName: true,
      taxId: true,
      status: true,
      confirmedAt: true,
      source: { select: { name: true } },
    },
  });
  return rows.map(({ id, status, source, ...row }) => ({
    ...row,
    tieId: id,
    sourceName: source.name,
    status: status === 'confirmed' ? 'confirmed' : 'quarantined',
  }));
}

/** A counterparty that is nobody's and has a tax id of this customer: probably the same company in another source. */
export type TieCandidate = { counterpartyId: string; name: string; taxId: string };

const CANDIDATES_SHOWN = 10;

export async function findTieCandidates(db: Db, ties: readonly CustomerTie[]): Promise<TieCandidate[]> {
  const rows = await db.counterparty.findMany({
    where: {
      accountId: null,
      quarantinedAt: null,
      deletedAt: null,
      taxId: { in: ties.filter(({ status }) => status === 'confirmed').map(({ taxId }) => taxId) },
    },
    orderBy: { id: 'asc' },
    take: CANDIDATES_SHOWN,
    select: { id: true, name: true, taxId: true },
  });
  return rows.map(({ id, ...row }) => ({ counterpartyId: id, ...row }));
}

/** A discount that a key of this customer carries. */
export type CarriedDiscount = {
  id: string;
  name: string;
  basisPoints: number | null;
  fixedPrice: string | null;
  currency: string | null;
  validToOn: string | null;
  key: { id: string; label: string; holderName: string };
};

/** @returns what the account's keys carry now, the latest first */
export async function findCarriedDiscounts(db: Db, accountId: string): Promise<CarriedDiscount[]> {
  const rows = await db.keyDiscount.findMany({
    where: { accountId, untiedAt: null, discount: { status: 'active' } },
    orderBy: [{ tiedAt: 'desc' }, { id: 'desc' }],
    select: {
      id: true,
      discount: {
        select: { name: true, basisPoints: true, fixedPrice: true, currency: true, validToOn: true },
      },
      key: { select: { id: true, label: true, holder: { select: { name: true } } } },
    },
  });
  return rows.map(({ id, discount, key }) => ({
    id,
    ...discount,
    key: { id: key.id, label: key.label, holderName: key.holder?.name ?? '' },
  }));
}

/** Somebody came in, or was refused. */
export type SignInEvent = {
  seq: bigint;
  at: Date;
  type: string;
  isRefused: boolean;
  reason: string | null;
  holderName: string | null;
  key: { id: string; label: string } | null;
  /** Shortened address. */
  place: string;
};

const SIGN_IN_TYPES = [
  'sign_in',
  'session_resumed',
  'sign_in_refused',
  'registration_refused',
  'invitation_refused',
];
const SIGN_INS_SHOWN = 10;

/** @returns the latest sign-ins and refusals of the account, the newest first */
export async function findSignIns(db: Db, accountId: string): Promise<SignInEvent[]> {
  const rows = await db.auditEvent.findMany({
    where: { accountId, type: { in: SIGN_IN_TYPES } },
    orderBy: { seq: 'desc' },
    take: SIGN_INS_SHOWN,
    select: {
      seq: true,
      at: true,
      type: true,
      result: true,
      reason: true,
      holderId: true,
      keyId: true,
      ip: true,
    },
  });
  const holders = await db.holder.findMany({
    where: { id: { in: rows.flatMap(({ holderId }) => holderId ?? []) } },
    select: { id: true, name: true },
  });
  const keys = await db.key.findMany({
    where: { id: { in: rows.flatMap(({ keyId }) => keyId ?? []) }, accountId },
    select: { id: true, label: true },
  });
  return rows.map(({ result, holderId, keyId, ip, ...row }) => ({
    ...row,
    isRefused: result === 'refused',
    holderName: holders.find(({ id }) => id === holderId)?.name ?? null,
    key: keys.find(({ id }) => id === keyId) ?? null,
    place: shortenAddress(ip ?? ''),
  }));
}
