import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
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
  audit: Audit;
  /** Told of an earlier link that is withdrawn by it. */
  about: AboutLink;
  now: Date;
};

/** Whose key a link is for, and who acts. */
export type AboutLink = {
  holderId: string | null;
  accountId: string | null;
  actorId: string | null;
  sessionId?: string;
  tier?: number;
  trace?: RequestTrace;
};

/** Makes the one-time link by which a key is registered; an earlier open one of the same key is withdrawn. */
export async function createInvitation(
  tx: Tx,
  { keyId, createdById, days, requestId, pepper, audit, about, now }: CreateInvitation,
): Promise<PrintedInvitation> {
  await withdrawInvitations(tx, audit, { ...about, keyId, at: now });
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

/** Closes the open links of a key, with one event where there were any. */
export async function withdrawInvitations(
  tx: Tx,
  audit: Audit,
  about: AboutLink & { keyId: string; at: Date },
): Promise<void> {
  const { keyId } = about;
  const { count } = await tx.invitation.updateMany({
    where: { keyId, status: 'open' },
    data: { status: 'withdrawn' },
  });
  if (count > 0) await audit.record(tx, { type: 'invitation_withdrawn', result: 'ok', ...about });
}

/** Bound to its link, so that one code never opens another. */
export function hashClaimCode(pepper: Uint8Array, tokenHash: string, claimCode: string): string {
  return hashShortCode(pepper, `claim-code:${tokenHash}`, claimCode);
}
