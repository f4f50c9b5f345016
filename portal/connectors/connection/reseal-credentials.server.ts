import type { Db } from '#prisma/client.ts';
import type { CredentialBox } from './sealed-credentials.server.ts';

export type CredentialsResealed = { resealed: number; unchanged: number; lost: number };

/** Encrypts the credentials of all sources anew that an older key had encrypted (ADM-10). */
export async function resealCredentials(db: Db, box: CredentialBox): Promise<CredentialsResealed> {
  const report = { resealed: 0, unchanged: 0, lost: 0 };
  const connections = await db.sourceConnection.findMany({
    where: { credentialsSealed: { not: null } },
    select: { sourceId: true, address: true, credentialsSealed: true },
  });
  for (const { sourceId, address, credentialsSealed: sealed } of connections) {
    const owner = { sourceId, origin: new URL(address).origin };
    const resealed = sealed === null ? null : box.reseal(owner, sealed);
    if (resealed === null) report.lost += 1;
    else if (resealed === sealed) report.unchanged += 1;
    else {
      // Credentials that were entered anew meanwhile are under the newest key already.
      await db.sourceConnection.updateMany({
        where: { sourceId, credentialsSealed: sealed },
        data: { credentialsSealed: resealed },
      });
      report.resealed += 1;
    }
  }
  return report;
}
