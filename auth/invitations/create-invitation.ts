import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import { isGuardedAccount, lockAccount } from '../proposals/guarded-account.ts';
import { propose, withdrawProposals } from '../proposals/propose.ts';
import { hashShortCode, hashToken, isSameHash, mintToken } from '../tokens/opaque-token.ts';
import type { Pepper, Peppers } from '../tokens/peppers.ts';
import { CLAIM_TRIES, INVITATION_OPENS, mintClaimCode } from './invitation.ts';
import type { LinkPurpose } from './invitation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is printed or told once and stored nowhere. The code goes by another channel than the link. */
export type PrintedInvitation = { invitationId: string; token: string; claimCode: string; expiresAt: Date };

/** A link without a code waits for an owner of the account: the code is then made for them, and shown to them alone. */
export type CreatedInvitation = Omit<PrintedInvitation, 'claimCode'> & { claimCode: string | null };

export type CreateInvitation = {
  keyId: string;
  /** A key is registered with it where nothing else is said. */
  purpose?: LinkPurpose;
  createdById: string | null;
  /** How long the link lives, from the moment at which it may be used. */
  days: number;
  /** Not to be used before. */
  opensAt?: Date | null;
  /** One that somebody has written down already; a new one is minted otherwise. */
  code?: string;
  /**
   * The demo's own links need nobody's confirmation, nor does one that a holder makes for an old key of their own, with a key
   * that has just proven itself; nothing else may say so.
   */
  isConfirmed?: boolean;
  /** Of the form that asks for it; a second invitation with the same one breaks a unique key. */
  requestId?: string;
  peppers: Peppers;
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

/**
 * Makes a one-time link for a key; an earlier one of the same key is withdrawn. In an account that
 * has a key in use the link opens nothing until an owner has confirmed it (REC-05 amended): that is proposed here.
 */
export async function createInvitation(tx: Tx, request: CreateInvitation): Promise<CreatedInvitation> {
  const { keyId, createdById, days, requestId, isConfirmed = false, peppers, audit, about, now } = request;
  const { opensAt = null, code = mintClaimCode(), purpose = 'key' } = request;
  await lockAccount(tx, about.accountId);
  await withdrawInvitations(tx, audit, { ...about, keyId, at: now });
  const mustBeConfirmed = !isConfirmed && (await isGuardedAccount(tx, about.accountId));
  const token = mintToken();
  const claimCode = mustBeConfirmed ? null : code;
  const expiresAt = new Date((opensAt ?? now).getTime() + days * DAY_MS);
  const tokenHash = hashToken(token);
  const { id } = await tx.invitation.create({
    data: {
      keyId,
      purpose,
      tokenHash,
      claimCodeHash: claimCode === null ? null : hashClaimCode(peppers.current, tokenHash, claimCode),
      status: claimCode === null ? 'awaiting_owner' : 'open',
      confirmedAt: isConfirmed ? now : null,
      claimTriesLeft: CLAIM_TRIES,
      opensLeft: INVITATION_OPENS,
      requestId: requestId ?? null,
      createdById,
      createdAt: now,
      opensAt,
      expiresAt,
    },
    select: { id: true },
  });
  if (claimCode === null) await askOwner(tx, audit, { invitationId: id, purpose, keyId, about, now });
  return { invitationId: id, token, claimCode, expiresAt };
}

/** For keys that nobody confirms: the staff's, and the demo's. @throws Error for any other */
export function requireCode(created: CreatedInvitation): PrintedInvitation {
  const { claimCode, ...link } = created;
  if (claimCode === null) throw new Error('this link waits for an owner of its account');
  return { ...link, claimCode };
}

type AskOwner = {
  invitationId: string;
  purpose: LinkPurpose;
  keyId: string;
  about: AboutLink;
  now: Date;
};

/** Puts what the link is for before the account's owners, who see whose it is. */
export async function askOwner(
  tx: Tx,
  audit: Audit,
  { invitationId, purpose, keyId, about, now }: AskOwner,
): Promise<void> {
  const { accountId, holderId, trace, ...by } = about;
  if (accountId === null || holderId === null) return;
  const kind = purpose === 'key' ? 'key_issue' : 'computer_add';
  const payload = { kind, keyId, invitationId, holderId } as const;
  await propose(tx, audit, { accountId, payload, by, trace, at: now });
}

/** Closes the links of a key that are open or wait, and what was proposed about them; one event where there were any. */
export async function withdrawInvitations(
  tx: Tx,
  audit: Audit,
  about: AboutLink & { keyId: string; at: Date },
): Promise<void> {
  const { keyId } = about;
  const { count } = await tx.invitation.updateMany({
    where: { keyId, status: { in: ['open', 'awaiting_owner'] } },
    data: { status: 'withdrawn' },
  });
  if (about.accountId !== null)
    await withdrawProposals(tx, { subjectId: keyId, accountId: about.accountId, at: about.at });
  if (count > 0) await audit.record(tx, { type: 'invitation_withdrawn', result: 'ok', ...about });
}

/** Bound to its link, so that one code never opens another. */
export function hashClaimCode(pepper: Pepper, tokenHash: string, claimCode: string): string {
  return hashShortCode(pepper.key, `claim-code:${tokenHash}`, claimCode);
}

/** Under whichever pepper it was hashed: a code lives for two weeks, longer than a change of the pepper takes. */
export function isClaimCode(
  peppers: Peppers,
  { tokenHash, claimCode, claimCodeHash }: { tokenHash: string; claimCode: string; claimCodeHash: string },
): boolean {
  return [...peppers.byVersion.values()]
    .map((pepper) => isSameHash(claimCodeHash, hashClaimCode(pepper, tokenHash, claimCode)))
    .includes(true);
}
