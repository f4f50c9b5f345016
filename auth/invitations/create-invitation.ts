import type { Tx } from '#prisma/client.ts';
import { hashShortCode, hashToken, mintToken } from '../tokens/opaque-token.ts';
import { CLAIM_TRIES, INVITATION_OPENS, mintClaimCode } from './invitation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is printed or told once and stored nowhere. The code goes by another channel than the link. */
export type PrintedInvitation = { invitationId: string; token: string; claimCode: string; expiresAt: Date };

export type CreateInvitation = {
  keyId: string;
  createdById: string | null;
  /** How long the link lives. */
  days: number;
  /** Of the form that asks for it; a second invitation with the same one breaks a unique key. */
  requestId?: string;
  pepper: Uint8Array;
  now: Date;
};

/** Makes the one-time link by which a key is registered; an earlier open one of the same key is withdrawn. */
export async function createInvitation(
  tx: Tx,
  { keyId, createdById, days, requestId, pepper, now }: CreateInvitation,
): Promise<PrintedInvitation> {
  await withdrawInvitations(tx, keyId);
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
      requestId: requestId ?? null,
      createdById,
      createdAt: now,
      expiresAt,
    },
    select: { id: true },
  });
  return { invitationId: id, token, claimCode, expiresAt };
}

/** Closes the open links of a key. @returns how many there were */
export async function withdrawInvitations(tx: Tx, keyId: string): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { keyId, status: 'open' },
    data: { status: 'withdrawn' },
  });
  return count;
}

/** Bound to its link, so that one code never opens another. */
export function hashClaimCode(pepper: Uint8Array, tokenHash: string, claimCode: string): string {
  return hashShortCode(pepper, `claim-code:${tokenHash}`, claimCode);
}
