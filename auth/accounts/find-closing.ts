import { createHash } from 'node:crypto';
import type { Db, Tx } from '#prisma/client.ts';
import { isKeyStatus, transitionOf } from '../keys/key.ts';
import type { KeyStatus } from '../keys/key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';

/** A key that ends with its account. */
export type ClosingKey = {
  keyId: string;
  label: string;
  serial: string | null;
  holderName: string;
  status: KeyStatus;
  /** It was never sent nor used: if it still lies at the desk, it can go back into stock. */
  mayReturn: boolean;
};

/** What ends when an account is closed, with numbers: what a person reads before they confirm it. */
export type Closing = {
  accountId: string;
  name: string;
  number: string;
  isClosed: boolean;
  keys: ClosingKey[];
  /** SHA-256 of the list above, which whoever confirms signs. */
  keysHash: string;
  people: number;
  /** Open sessions that work in the account, or were opened by one of its keys. */
  sessions: number;
  /** One-time links that could still be used, and what waits to be confirmed. */
  links: number;
  proposals: number;
  discounts: number;
  /** Counterparties that stay tied to it: what they did is not undone. */
  ties: number;
};

/** @returns null for an account that the actor may not close, as for one that does not exist */
export async function findClosing(
  db: Db,
  { accountId, actor }: { accountId: string; actor: StaffActor },
): Promise<Closing | null> {
  const account = await db.customerAccount.findFirst({
    where: { id: accountId, ...accountsWithin(actor, 'account:close') },
    select: { name: true, number: true, status: true },
  });
  if (account === null) return null;
  const { name, number, status } = account;
  const keys = await findClosingKeys(db, accountId);
  return {
    accountId,
    name,
    number,
    isClosed: status !== 'active',
    keys,
    keysHash: hashOfKeys(accountId, keys),
    ...(await countOthers(db, accountId)),
  };
}

/** The keys of an account that are not revoked yet, in the order in which they were made. */
export async function findClosingKeys(db: Db | Tx, accountId: string): Promise<ClosingKey[]> {
  const rows = await db.key.findMany({
    where: { accountId, status: { in: [...transitionOf('revoke').from] } },
    orderBy: { id: 'asc' },
    select: { id: true, label: true, serial: true, status: true, holder: { select: { name: true } } },
  });
  return rows.flatMap(({ id: keyId, status, holder, ...key }) =>
    isKeyStatus(status)
      ? [
          {
            ...key,
            keyId,
            status,
            holderName: holder?.name ?? '',
            mayReturn: status === 'assigned' && key.serial !== null,
          },
        ]
      : [],
  );
}

/** The list as a key confirms it: a key more or less is another list. */
export function hashOfKeys(accountId: string, keys: readonly { keyId: string }[]): string {
  const ids = keys.map(({ keyId }) => keyId);
  return createHash('sha256')
    .update(JSON.stringify(['brelok-closing-1', accountId, ids]))
    .digest('hex');
}

async function countOthers(db: Db, accountId: string) {
  return {
    people: await db.membership.count({ where: { accountId, status: 'active' } }),
    sessions: await db.session.count({
      where: { endedAt: null, OR: [{ accountId }, { key: { accountId } }] },
    }),
    links: await db.invitation.count({
      where: { key: { accountId }, status: { in: ['open', 'awaiting_owner'] } },
    }),
    proposals: await db.proposal.count({ where: { accountId, status: 'open' } }),
    discounts: await db.keyDiscount.count({ where: { accountId, untiedAt: null } }),
    ties: await db.accountTie.count({ where: { accountId, status: { not: 'ended' } } }),
  };
}
