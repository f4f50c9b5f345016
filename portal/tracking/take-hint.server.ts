/**
 * A carrier's word that something happened to a parcel. Nothing that it says is stored or shown: it only makes the portal
 * ask the carrier sooner. So a forged hint costs one question, and no more than one a minute.
 */
import { z } from 'zod';
import { hashToken, isSameHash } from '#auth/tokens/opaque-token.ts';
import { makeDue } from '#portal/connectors/carrier-events.server.ts';
import type { PortalServices } from '../portal-services.server.ts';

/** CDEK's webhook, `ORDER_STATUS`: the one field that is read. */
const Hint = z.object({ attributes: z.object({ cdek_number: z.union([z.string().max(50), z.number()]) }) });

/** @returns whether the secret in the address is one; what is said behind it is nobody's business */
export async function takeHint(
  { db, now }: Pick<PortalServices, 'db' | 'now'>,
  { secret, body }: { secret: string; body: unknown },
): Promise<boolean> {
  const hintHash = hashToken(secret);
  const source = await db.trackingSource.findFirst({
    where: { hintHash, closedAt: null },
    select: { sourceId: true, hintHash: true },
  });
  if (source === null || !isSameHash(source.hintHash ?? '', hintHash)) return false;
  const hint = Hint.safeParse(body);
  if (hint.success) {
    const number = String(hint.data.attributes.cdek_number);
    await makeDue(db, { sourceId: source.sourceId, number, now: now() });
  }
  return true;
}
