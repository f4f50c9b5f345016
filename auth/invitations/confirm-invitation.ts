import type { Tx } from '#prisma/client.ts';
import type { Peppers } from '../tokens/peppers.ts';
import { hashClaimCode } from './create-invitation.ts';
import { CLAIM_TRIES, mintClaimCode } from './invitation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Gives a link that waited for an owner its claim code. Only whoever confirmed it learns the code: the manager has the
 * link, and neither alone opens anything (REC-05 amended).
 * @returns null when the link is no longer waiting
 */
export async function confirmInvitation(
  tx: Tx,
  {
    invitationId,
    keyId,
    peppers,
    days,
    at,
  }: { invitationId: string; keyId: string; peppers: Peppers; days: number; at: Date },
): Promise<string | null> {
  const waiting = { id: invitationId, keyId, status: 'awaiting_owner' };
  const invitation = await tx.invitation.findFirst({ where: waiting, select: { tokenHash: true } });
  if (invitation === null) return null;
  const claimCode = mintClaimCode();
  const { count } = await tx.invitation.updateMany({
    where: waiting,
    data: {
      status: 'open',
      claimCodeHash: hashClaimCode(peppers.current, invitation.tokenHash, claimCode),
      claimTriesLeft: CLAIM_TRIES,
      confirmedAt: at,
      expiresAt: new Date(at.getTime() + days * DAY_MS),
    },
  });
  return count === 1 ? claimCode : null;
}
