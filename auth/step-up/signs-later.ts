import type { Db } from '#prisma/client.ts';

/**
 * Whether a key confirms nothing yet: two of the staff gave it out, with no owner to ask, and whoever should have been
 * asked has three days to object (REC-05 amended). It signs in meanwhile, and opens what its role and tier open.
 */
export function signsLater({ signsFrom }: { signsFrom: Date | null }, now: Date): boolean {
  return signsFrom !== null && signsFrom > now;
}

/** From when a key confirms; null when it does already. */
export async function findSigningStart(
  db: Db,
  { keyId, now }: { keyId: string; now: Date },
): Promise<Date | null> {
  const key = await db.key.findUnique({ where: { id: keyId }, select: { signsFrom: true } });
  return key !== null && signsLater(key, now) ? key.signsFrom : null;
}
