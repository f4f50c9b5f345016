import type { Tx } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { hashToken, mintToken } from '../tokens/opaque-token.ts';
import { isClaimCode } from './create-invitation.ts';
import { TICKET_LIFETIME_SECONDS, fitsItsKey, opensBy, parseClaimCode } from './invitation.ts';

export type OpenInvitation = {
  /** From the link's fragment. */
  token: string;
  /** As the person typed it. */
  claimCode: string;
  /** The pre-session cookie: the ticket works in this browser only. */
  browserToken: string;
  trace: RequestTrace;
};

export type OpenInvitationOutcome =
  | { ok: true; ticket: string; expiresAt: Date }
  | { ok: false; reason: 'malformed_code' }
  | { ok: false; reason: 'wrong_code'; triesLeft: number }
  | { ok: false; reason: 'not_open' };

/**
 * Link and claim code together mint a ticket: fifteen minutes, this browser, one registration. The try is counted
 * before the code is compared, so parallel guesses can't exceed the limit; a code that can't be one costs nothing.
 * Unknown, used, withdrawn, expired and exhausted links all answer `not_open`, and fill no log: each is written down
 * once a minute, the unknown ones together.
 */
export async function openInvitation(
  services: AuthServices,
  request: OpenInvitation,
): Promise<OpenInvitationOutcome> {
  const { db, audit } = services;
  const now = services.now();
  const code = parseClaimCode(request.claimCode);
  if (code === null) return { ok: false, reason: 'malformed_code' };

  const outcome = await db.$transaction((tx) => tryCode(tx, services, { ...request, code, now }));
  if (outcome.ok || outcome.reason !== 'not_open') return outcome;
  const { invitation } = outcome;
  await audit.recordRepeatable(
    db,
    {
      type: 'invitation_refused',
      result: 'refused',
      reason: 'not_open',
      trace: request.trace,
      at: now,
      ...idsOf(invitation),
    },
    invitation?.id ?? 'unknown link',
  );
  return { ok: false, reason: 'not_open' };
}

async function tryCode(
  tx: Tx,
  { audit, peppers }: AuthServices,
  { token, code, browserToken, trace, now }: OpenInvitation & { code: string; now: Date },
) {
  const tokenHash = hashToken(token);
  const invitation = await countTry(tx, tokenHash, now);
  if (!invitation?.isCounted) return { ok: false, reason: 'not_open', invitation } as const;
  const event = { trace, at: now, ...idsOf(invitation) };
  const claimCodeHash = invitation.claimCodeHash ?? '';
  if (!isClaimCode(peppers, { tokenHash, claimCode: code, claimCodeHash })) {
    await audit.record(tx, { type: 'invitation_refused', result: 'refused', reason: 'wrong_code', ...event });
    return { ok: false, reason: 'wrong_code', triesLeft: invitation.claimTriesLeft } as const;
  }
  const ticket = await mintTicket(tx, { invitationId: invitation.id, browserToken, now });
  await audit.record(tx, { type: 'ticket_minted', result: 'ok', ...event });
  return { ok: true, ...ticket } as const;
}

/** One conditional write takes a try; whether it did says if the link is open at all. */
async function countTry(tx: Tx, tokenHash: string, now: Date) {
  const { count } = await tx.invitation.updateMany({
    where: {
      tokenHash,
      status: 'open',
      expiresAt: { gt: now },
      claimTriesLeft: { gt: 0 },
      opensLeft: { gt: 0 },
      AND: [opensBy(now), fitsItsKey()],
    },
    data: { claimTriesLeft: { decrement: 1 }, opensLeft: { decrement: 1 } },
  });
  const invitation = await tx.invitation.findUnique({
    where: { tokenHash },
    select: {
      id: true,
      claimCodeHash: true,
      claimTriesLeft: true,
      key: { select: { id: true, holderId: true, accountId: true } },
    },
  });
  return invitation === null ? null : { ...invitation, isCounted: count === 1 };
}

/** The right code gives its try back: a person who opens the link twice has not guessed. */
async function mintTicket(
  tx: Tx,
  { invitationId, browserToken, now }: { invitationId: string; browserToken: string; now: Date },
): Promise<{ ticket: string; expiresAt: Date }> {
  const ticket = mintToken();
  const expiresAt = new Date(now.getTime() + TICKET_LIFETIME_SECONDS * 1000);
  await tx.invitation.update({
    where: { id: invitationId },
    data: { claimTriesLeft: { increment: 1 } },
    select: { id: true },
  });
  await tx.enrolmentTicket.create({
    data: {
      invitationId,
      tokenHash: hashToken(ticket),
      browserHash: hashToken(browserToken),
      createdAt: now,
      expiresAt,
    },
    select: { id: true },
  });
  return { ticket, expiresAt };
}

function idsOf(
  invitation: { key: { id: string; holderId: string | null; accountId: string | null } } | null,
) {
  if (invitation === null) return {};
  return { keyId: invitation.key.id, holderId: invitation.key.holderId, accountId: invitation.key.accountId };
}
