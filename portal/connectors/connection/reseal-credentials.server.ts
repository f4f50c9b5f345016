import type { Db } from '#prisma/client.ts';
import { outletOwner } from '../outgoing/store-outlet.server.ts';
import { trackingOwner } from '../tracking/credential-owner.ts';
import type { CredentialBox, CredentialOwner } from './sealed-credentials.server.ts';

export type CredentialsResealed = { resealed: number; unchanged: number; lost: number };

/** Encrypts the credentials of all sources anew that an older key had encrypted (ADM-10). */
export async function resealCredentials(db: Db, box: CredentialBox): Promise<CredentialsResealed> {
  const report = { resealed: 0, unchanged: 0, lost: 0 };
  for (const { owner, sealed, store } of [
    ...(await findReading(db)),
    ...(await findWriting(db)),
    ...(await findTracking(db)),
  ]) {
    const resealed = box.reseal(owner, sealed);
    if (resealed === null) report.lost += 1;
    else if (resealed === sealed) report.unchanged += 1;
    else {
      await store(resealed);
      report.resealed += 1;
    }
  }
  return report;
}

type Sealed = { owner: CredentialOwner; sealed: string; store: (resealed: string) => Promise<unknown> };

/** Credentials that were entered anew meanwhile are under the newest key already: those are left. */
async function findReading(db: Db): Promise<Sealed[]> {
  const rows = await db.sourceConnection.findMany({
    where: { credentialsSealed: { not: null } },
    select: { sourceId: true, address: true, credentialsSealed: true },
  });
  return rows.flatMap(({ sourceId, address, credentialsSealed: sealed }) => {
    if (sealed === null) return [];
    const store = (credentialsSealed: string) =>
      db.sourceConnection.updateMany({
        where: { sourceId, credentialsSealed: sealed },
        data: { credentialsSealed },
      });
    return [{ owner: { sourceId, origin: new URL(address).origin }, sealed, store }];
  });
}

async function findWriting(db: Db): Promise<Sealed[]> {
  const rows = await db.orderOutlet.findMany({
    where: { credentialsSealed: { not: null } },
    select: { sourceId: true, address: true, credentialsSealed: true },
  });
  return rows.flatMap(({ sourceId, address, credentialsSealed: sealed }) => {
    if (sealed === null || address === null) return [];
    const store = (credentialsSealed: string) =>
      db.orderOutlet.updateMany({
        where: { sourceId, credentialsSealed: sealed },
        data: { credentialsSealed },
      });
    return [{ owner: outletOwner(sourceId, new URL(address)), sealed, store }];
  });
}

/** Of an inbox also the secret of before, which may still be good. */
async function findTracking(db: Db): Promise<Sealed[]> {
  const rows = await db.trackingSource.findMany({
    where: { closedAt: null },
    select: { sourceId: true, address: true, credentialsSealed: true, formerSealed: true },
  });
  return rows.flatMap(({ sourceId, address, credentialsSealed, formerSealed }) => {
    const owner = trackingOwner(sourceId, address);
    const of = (column: 'credentialsSealed' | 'formerSealed', sealed: string | null) =>
      sealed === null ? [] : [{ owner, sealed, store: replacing(db, { sourceId, column, sealed }) }];
    return [...of('credentialsSealed', credentialsSealed), ...of('formerSealed', formerSealed)];
  });
}

function replacing(
  db: Db,
  {
    sourceId,
    column,
    sealed,
  }: { sourceId: string; column: 'credentialsSealed' | 'formerSealed'; sealed: string },
): Sealed['store'] {
  return (resealed) =>
    db.trackingSource.updateMany({ where: { sourceId, [column]: sealed }, data: { [column]: resealed } });
}
