import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { Tx } from '#prisma/client.ts';
import { isSameIdentity } from '#auth/ties/counterparty-identity.ts';
import type { CounterpartyIdentity } from '#auth/ties/counterparty-identity.ts';

/** Columns that say whose a counterparty is. */
type CounterpartyOwner = {
  accountId: string | null;
  quarantinedAt: Date | null;
  /** The rows below may still carry another account; `settleOwners` sees to them. */
  isOwnerPending: boolean;
};

interface Tie {
  id: string;
  accountId: string;
  sourceId: string;
  counterpartyId: string;
  status: string;
  taxId: string;
  legalName: string;
  quarantinedAt: Date | null;
}

const OPEN_TIES = ['confirmed', 'quarantined'];
const NOBODYS = { accountId: null, quarantinedAt: null };

/**
 * Says whose these counterparties are, by the ties that people confirmed. A tie was confirmed for a tax id and a
 * legal name: when its counterparty has others now, it may be somebody else, and the tie waits for a person.
 */
export async function ownCounterparties(
  tx: Tx,
  audit: Audit,
  { identities, now }: { identities: readonly (CounterpartyIdentity & { id: string })[]; now: Date },
): Promise<{ owners: Map<string, CounterpartyOwner>; quarantined: number }> {
  const ids = identities.map(({ id }) => id);
  const ties = await findOpenTies(tx, ids);
  const stored = await findStoredOwners(tx, ids);
  const owners = new Map<string, CounterpartyOwner>();
  const changed: Tie[] = [];
  for (const { id, ...identity } of identities) {
    const tie = ties.get(id);
    if (tie?.status === 'confirmed' && !isSameIdentity(tie, identity)) changed.push(tie);
    const owner = ownerBy(tie, identity, now);
    const before = stored.get(id) ?? { accountId: null, isOwnerPending: false };
    owners.set(id, {
      ...owner,
      isOwnerPending: before.isOwnerPending || before.accountId !== owner.accountId,
    });
  }
  await quarantineTies(tx, audit, { ties: changed, reason: 'identity_changed', now });
  return { owners, quarantined: changed.length };
}

/** A counterparty that is gone at its source may have been merged into another: its tie waits for a person, too. */
export async function quarantineRemoved(
  tx: Tx,
  audit: Audit,
  { ids, now }: { ids: readonly string[]; now: Date },
): Promise<number> {
  const ties = [...(await findOpenTies(tx, ids)).values()].filter(({ status }) => status === 'confirmed');
  const tied = ties.map(({ counterpartyId }) => counterpartyId);
  await tx.counterparty.updateMany({
    where: { id: { in: tied } },
    data: { accountId: null, quarantinedAt: now, isOwnerPending: true },
  });
  await quarantineTies(tx, audit, { ties, reason: 'counterparty_removed', now });
  return ties.length;
}

async function findOpenTies(tx: Tx, ids: readonly string[]): Promise<Map<string, Tie>> {
  const ties = await tx.accountTie.findMany({
    where: { counterpartyId: { in: [...ids] }, status: { in: OPEN_TIES } },
    select: {
      id: true,
      accountId: true,
      sourceId: true,
      counterpartyId: true,
      status: true,
      taxId: true,
      legalName: true,
      quarantinedAt: true,
    },
  });
  return new Map(ties.map((tie) => [tie.counterpartyId, tie]));
}

async function findStoredOwners(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, Pick<CounterpartyOwner, 'accountId' | 'isOwnerPending'>>> {
  const rows = await tx.counterparty.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, accountId: true, isOwnerPending: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function ownerBy(
  tie: Tie | undefined,
  identity: CounterpartyIdentity,
  now: Date,
): Omit<CounterpartyOwner, 'isOwnerPending'> {
  if (!tie) return NOBODYS;
  if (tie.status === 'confirmed' && isSameIdentity(tie, identity)) {
    return { accountId: tie.accountId, quarantinedAt: null };
  }
  return { accountId: null, quarantinedAt: tie.quarantinedAt ?? now };
}

async function quarantineTies(
  tx: Tx,
  audit: Audit,
  { ties, reason, now }: { ties: readonly Tie[]; reason: string; now: Date },
): Promise<void> {
  if (ties.length === 0) return;
  await tx.accountTie.updateMany({
    where: { id: { in: ties.map(({ id }) => id) } },
    data: { status: 'quarantined', quarantinedAt: now, reason },
  });
  for (const { accountId, sourceId, counterpartyId } of ties) {
    const details = { sourceId, counterpartyId };
    await audit.record(tx, {
      type: 'tie_quarantined',
      result: 'ok',
      actorId: SYSTEM_ACTOR,
      accountId,
      reason,
      details,
      at: now,
    });
  }
}
