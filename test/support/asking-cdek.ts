/** A portal that asks the emulator of CDEK by itself, with a clock that a test moves on. */
import { createAsking } from '#portal/asking.server.ts';
import type { CredentialBox } from '#portal/connectors/connection/sealed-credentials.server.ts';
import { cdekCredentials } from '#portal/connectors/carrier-events.server.ts';
import { askCarriers } from '#portal/jobs/ask-carriers.server.ts';
import { createLogger } from '#portal/start-services.server.ts';
import { readEnv } from '#portal/env.server.ts';
import type { Db } from '#prisma/client.ts';
import { audit, NOON } from './audit-log.ts';
import { aCdekOrder, CDEK_ACCOUNT, startCdek } from './cdek-emulator.ts';
import type { CdekEmulator } from './cdek-emulator.ts';
import { aTrader } from './trade-builders.ts';

export const CDEK_NUMBER = '1106420000';
/** Where it stands in the database. */
export const CDEK_SOURCE = 'source-cdek';
/** A parcel of the emulator's. */
export const PARCEL = { carrier: 'СДЭК', trackingNumber: CDEK_NUMBER, shippedOn: '2026-03-04' } as const;

export type AskingPortal = Awaited<ReturnType<typeof anAskingPortal>>;

/** A second account with CDEK, which knows other parcels. The caller ends the emulator. */
export async function anotherAccount(db: Db, { box }: AskingPortal, sourceId: string): Promise<CdekEmulator> {
  const cdek = await startCdek();
  await addCdek(db, { cdek, box, sourceId, name: `CDEK ${sourceId}` });
  return cdek;
}

type NewCdek = { cdek: CdekEmulator; box: CredentialBox; sourceId: string; name: string };

async function addCdek(db: Db, { cdek, box, sourceId, name }: NewCdek): Promise<void> {
  const address = new URL(cdek.address);
  const keys = cdekCredentials(address, { account: CDEK_ACCOUNT, password: cdek.password });
  await db.source.create({ data: { id: sourceId, kind: 'cdek', name, createdAt: NOON } });
  await db.trackingSource.create({
    data: {
      sourceId,
      carriers: 'CDEK',
      address: address.href,
      credentialsSealed: box.seal({ sourceId, origin: address.origin }, keys),
      changedAt: NOON,
      dueAt: NOON,
    },
  });
}

/** The caller ends the emulator, `cdek.close()`. */
export async function anAskingPortal(db: Db) {
  const cdek = await startCdek([aCdekOrder()]);
  const clock = { nowMs: NOON.getTime() };
  const secrets = { envelopeKeys: [new Uint8Array(32).fill(1)] as const };
  const now = () => new Date(clock.nowMs);
  const asking = createAsking({ db, audit, env: { mode: 'demo' }, secrets, now });
  await addCdek(db, { cdek, box: asking.box, sourceId: CDEK_SOURCE, name: 'CDEK' });
  const trader = await aTrader(db);
  const lines: string[] = [];
  const log = createLogger(readEnv({}).env, { write: (line) => void lines.push(line) });
  const deps = {
    ...asking,
    timeZone: () => Promise.resolve('Europe/Moscow'),
    sleep: () => Promise.resolve(),
  };
  return {
    cdek,
    box: asking.box,
    trader,
    lines,
    now,
    ask: () => askCarriers(deps, log),
    pass: (minutes: number) => {
      clock.nowMs += minutes * 60_000;
    },
    findEvents: (shipmentId: string) =>
      db.trackingEvent.findMany({
        where: { shipmentId, deletedAt: null },
        orderBy: { occurredAt: 'asc' },
        select: { status: true, rawCode: true, city: true, accountId: true },
      }),
    findSource: () =>
      db.trackingSource.findUniqueOrThrow({
        where: { sourceId: CDEK_SOURCE },
        select: { fault: true, stoppedBy: true, dueAt: true, lastEventAt: true },
      }),
  };
}
