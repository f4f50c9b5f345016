import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import { askOwner } from './create-invitation.ts';

/**
 * With its first key an account has somebody who confirms: links of other keys that were handed out before die with
 * their codes, and wait for an owner (REC-05 amended). A manager can't keep one back for themselves.
 */
export async function askOwnersAboutOthers(
  tx: Tx,
  audit: Audit,
  { key: { id: keyId, accountId }, now }: { key: { id: string; accountId: string | null }; now: Date },
): Promise<void> {
  if (accountId === null) return;
  const others = await tx.invitation.findMany({
    where: { status: 'open', purpose: 'key', confirmedAt: null, key: { accountId, id: { not: keyId } } },
    select: { id: true, createdById: true, key: { select: { id: true, holderId: true } } },
  });
  for (const { id: invitationId, createdById: actorId, key } of others) {
    await tx.invitation.update({
      where: { id: invitationId },
      data: { status: 'awaiting_owner', claimCodeHash: null },
      select: { id: true },
    });
    const about = { accountId, holderId: key.holderId, actorId };
    await askOwner(tx, audit, { invitationId, purpose: 'key', keyId: key.id, about, now });
  }
}
