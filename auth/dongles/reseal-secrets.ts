import type { Db } from '#prisma/client.ts';
import type { Envelope } from '../tokens/envelope.ts';
import { secretNameOf } from './dongle-kind.ts';
import { portalKeyName } from './portal-keys.ts';

export type SecretsResealed = { resealed: number; unchanged: number; lost: number };

/** Encrypts the secrets of dongles and the keys towards agents anew that an older envelope key had encrypted (ADM-10). */
export async function resealDongleSecrets(db: Db, envelope: Envelope): Promise<SecretsResealed> {
  const report = { resealed: 0, unchanged: 0, lost: 0 };
  const count = (before: string, after: string | null) => {
    if (after === null) report.lost += 1;
    else if (after === before) report.unchanged += 1;
    else report.resealed += 1;
    return after !== null && after !== before;
  };
  for (const { keyId, secretSealed: sealed } of await db.dongle.findMany({
    select: { keyId: true, secretSealed: true },
  })) {
    const secretSealed = envelope.reseal(secretNameOf(keyId), sealed);
    if (!count(sealed, secretSealed) || secretSealed === null) continue;
    // One that was written down anew meanwhile is under the newest key already.
    await db.dongle.updateMany({ where: { keyId, secretSealed: sealed }, data: { secretSealed } });
  }
  for (const { kid, privateSealed: sealed } of await db.agentPortalKey.findMany({
    select: { kid: true, privateSealed: true },
  })) {
    const privateSealed = envelope.reseal(portalKeyName(kid), sealed);
    if (!count(sealed, privateSealed) || privateSealed === null) continue;
    await db.agentPortalKey.updateMany({ where: { kid, privateSealed: sealed }, data: { privateSealed } });
  }
  return report;
}
