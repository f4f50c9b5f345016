import type { Db } from '#prisma/client.ts';

/** The dongle of a session's key, as its holder sees it. */
export type OwnDongle = {
  /** It always says the same code, so that it can be copied. */
  isCode: boolean;
  agentSince: Date | null;
  /** Where the agent's own key lies. */
  protection: string | null;
};

/** @returns null for a key that needs no agent */
export async function findOwnDongle(db: Db, { keyId }: { keyId: string }): Promise<OwnDongle | null> {
  const dongle = await db.dongle.findUnique({
    where: { keyId },
    select: { proofKind: true, agent: { select: { enrolledAt: true, protection: true } } },
  });
  if (dongle === null) return null;
  const { proofKind, agent } = dongle;
  return {
    isCode: proofKind === 'static-code',
    agentSince: agent?.enrolledAt ?? null,
    protection: agent?.protection ?? null,
  };
}
