import type { Db, Tx } from '#prisma/client.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { fitsItsKey, opensBy, parseLinkPurpose } from './invitation.ts';
import type { LinkPurpose } from './invitation.ts';

/** An open ticket and whom the key is for. */
export type OpenTicket = {
  ticketId: string;
  invitationId: string;
  purpose: LinkPurpose;
  expiresAt: Date;
  key: {
    id: string;
    label: string;
    kind: string;
    accountId: string | null;
    account: { number: string } | null;
    serial: string | null;
    cardNumber: string | null;
    /** What it was received as. */
    modelName: string | null;
  };
  holder: { id: string; kind: string; name: string; language: string; userHandle: Uint8Array };
  accountName: string | null;
};

/**
 * The ticket of this browser, if it is still good: not used, not expired, its invitation open, its key waiting, or in use
 * where the ticket is for one more computer. Null for every other reason.
 */
export async function findOpenTicket(
  db: Db | Tx,
  { ticket, browserToken, now }: { ticket: string; browserToken: string; now: Date },
): Promise<OpenTicket | null> {
  const row = await db.enrolmentTicket.findFirst({
    where: {
      tokenHash: hashToken(ticket),
      browserHash: hashToken(browserToken),
      consumedAt: null,
      expiresAt: { gt: now },
      invitation: {
        status: 'open',
        expiresAt: { gt: now },
        AND: [opensBy(now), fitsItsKey(), { key: { holder: { status: 'active' } } }],
      },
    },
    select: {
      id: true,
      expiresAt: true,
      invitation: {
        select: {
          id: true,
          purpose: true,
          key: {
            select: {
              id: true,
              label: true,
              kind: true,
              accountId: true,
              account: { select: { name: true, number: true } },
              serial: true,
              cardNumber: true,
              modelName: true,
              holder: { select: { id: true, kind: true, name: true, language: true, userHandle: true } },
            },
          },
        },
      },
    },
  });
  if (row === null || row.invitation.key.holder === null) return null;
  const { holder, ...key } = row.invitation.key;
  return {
    ticketId: row.id,
    invitationId: row.invitation.id,
    purpose: parseLinkPurpose(row.invitation.purpose),
    expiresAt: row.expiresAt,
    key,
    holder,
    accountName: key.account?.name ?? null,
  };
}
