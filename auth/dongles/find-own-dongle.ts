import type { Db } from '#prisma/client.ts';

/** The dongle of a session's key, as its holder sees it. */
export type OwnDongle = {
  /** It always says the same code, so that it can be copied. */
  isCode: boolean;
};

/** @returns null for a key that needs no agent */
export async function findOwnDongle(db: Db, { keyId }: { keyId: string }): Promise<OwnDongle | null> {
  const dongle = await db.dongle.findUnique({
    where: { keyId },
    select: { proofKind: true },
  });
  return dongle === null ? null : { isCode: dongle.proofKind === 'static-code' };
}
