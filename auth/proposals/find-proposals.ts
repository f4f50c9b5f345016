import type { Db } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Policy } from '../policy/policy.ts';
import { hasOwnerWithKey } from './guarded-account.ts';
import { ProposalPayload, holderIdOf, keyIdOf, toAccountIdOf } from './proposal.ts';

/** Something that waits to be confirmed, with the names that a person reads. */
export type OpenProposal = {
  proposalId: string;
  payload: ProposalPayload;
  payloadHash: string;
  reason: string;
  /** Empty where it is about no person. */
  holderName: string;
  /** Where the portal writes to that person now; null where it can't, and where it is about no person. */
  holderAddress: string | null;
  keyLabel: string | null;
  /** The customer that gets a company or rows of this one; null where none does. */
  toAccountName: string | null;
  account: { id: string; name: string };
  /** Null where the installation itself asked. */
  proposedByName: string | null;
  proposedAt: Date;
  expiresAt: Date;
};

/**
 * What waits in an account, the oldest first.
 * @param of the customer's own account; with the rules in force all accounts in which no owner could confirm, which only
 *   staff may ask
 */
export async function findOpenProposals(
  db: Db,
  { of, now }: { of: { accountId: string } | { ownerlessUnder: Policy }; now: Date },
): Promise<OpenProposal[]> {
  const accountIds =
    'accountId' in of ? [of.accountId] : await findOwnerless(db, { policy: of.ownerlessUnder, now });
  const rows = await db.proposal.findMany({
    where: {
      status: 'open',
      approver: 'owner',
      expiresAt: { gt: now },
      accountId: { in: accountIds },
    },
    orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
    take: MOST_SHOWN,
    select: {
      id: true,
      payloadJson: true,
      payloadHash: true,
      reason: true,
      accountId: true,
      proposedById: true,
      proposedAt: true,
      expiresAt: true,
    },
  });
  const payloads = new Map(rows.map((row) => [row.id, ProposalPayload.parse(JSON.parse(row.payloadJson))]));
  const names = await findNames(db, [...payloads.values()], rows);
  return rows.flatMap(({ id, payloadJson: _read, accountId: ofAccount, proposedById, ...row }) => {
    const payload = payloads.get(id);
    if (payload === undefined || ofAccount === null) return [];
    return [
      {
        ...row,
        proposalId: id,
        payload,
        holderName: names.holders.get(holderIdOf(payload) ?? '')?.name ?? '',
        holderAddress: names.holders.get(holderIdOf(payload) ?? '')?.email ?? null,
        keyLabel: names.keys.get(keyIdOf(payload) ?? '') ?? null,
        toAccountName: names.accounts.get(toAccountIdOf(payload) ?? '') ?? null,
        account: { id: ofAccount, name: names.accounts.get(ofAccount) ?? '' },
        proposedByName:
          proposedById === SYSTEM_ACTOR ? null : (names.holders.get(proposedById)?.name ?? null),
      },
    ];
  });
}

/** Accounts in which something waits and nobody of theirs could confirm it. */
async function findOwnerless(db: Db, { policy, now }: { policy: Policy; now: Date }): Promise<string[]> {
  const groups = await db.proposal.groupBy({
    by: ['accountId'],
    where: { status: 'open', approver: 'owner', expiresAt: { gt: now }, accountId: { not: null } },
  });
  const ownerless: string[] = [];
  for (const { accountId } of groups) {
    if (accountId !== null && !(await hasOwnerWithKey(db, { accountId, policy, now })))
      ownerless.push(accountId);
  }
  return ownerless;
}

/** More than ever waits in one account; what is older comes first, so nothing is hidden for good. */
const MOST_SHOWN = 100;

async function findNames(
  db: Db,
  payloads: readonly ProposalPayload[],
  rows: readonly { proposedById: string; accountId: string | null }[],
) {
  const holderIds = [
    ...payloads.flatMap((payload) => holderIdOf(payload) ?? []),
    ...rows.map((row) => row.proposedById),
  ];
  const keyIds = payloads.flatMap((payload) => keyIdOf(payload) ?? []);
  const holders = await db.holder.findMany({
    where: { id: { in: holderIds } },
    select: { id: true, name: true, email: true },
  });
  const keys = await db.key.findMany({ where: { id: { in: keyIds } }, select: { id: true, label: true } });
  const accounts = await db.customerAccount.findMany({
    where: {
      id: {
        in: [
          ...rows.flatMap(({ accountId }) => accountId ?? []),
          ...payloads.flatMap((payload) => toAccountIdOf(payload) ?? []),
        ],
      },
    },
    select: { id: true, name: true },
  });
  return {
    holders: new Map(holders.map(({ id, ...person }) => [id, person])),
    keys: new Map(keys.map(({ id, label }) => [id, label])),
    accounts: new Map(accounts.map(({ id, name }) => [id, name])),
  };
}
