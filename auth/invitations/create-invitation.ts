import type { Tx } from '#prisma/client.ts';
import { hashShortCode, hashToken, mintToken } from '../tokens/opaque-token.ts';
import { CLAIM_TRIES, INVITATION_OPENS, mintClaimCode } from './invitation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is printed or told once and stored nowhere. The code goes by another channel than the link. */
export type PrintedInvitation = { invitationId: string; token: string; claimCode: string; expiresAt: Date };

/**
 * Makes the one-time link by which a key is registered; an earlier open one of the same key is withdrawn.
 * @param days how long the link lives
 */
export async function createInvitation(
  tx: Tx,
  {
    keyId,
    createdById,
    days,
    pepper,
    now,
  }: { keyId: string; createdById: string | null; days: number; pepper: Uint8Array; now: Date },
): Promise<PrintedInvitation> {
  await tx.invitation.updateMany({ where: { keyId, status: 'open' }, data: { status: 'withdrawn' } });
  const [token, claimCode] = [mintToken(), mintClaimCode()];
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const tokenHash = hashToken(token);
  const { id } = await tx.invitation.create({
    data: {
      keyId,
      tokenHash,
      claimCodeHash: hashClaimCode(pepper, tokenHash, claimCode),
      claimTriesLeft: CLAIM_TRIES,
      opensLeft: INVITATION_OPENS,
      createdById,
      createdAt: now,
      expiresAt,
    },
    select: { id: true },
  });
  return { invitationId: id, token, claimCode, expiresAt };
}

/** Bound to its link, so that one code never opens another. */
export function hashClaimCode(pepper: Uint8Array, tokenHash: string, claimCode: string): string {
  return hashShortCode(pepper, `claim-code:${tokenHash}`, claimCode);
}
