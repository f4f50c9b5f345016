import type { Audit } from '#auth/audit/audit.ts';
import type { RequestTrace } from '#auth/auth-services.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import type { Locale } from '../lib/locale.ts';
import { readPriceList } from './find-price-list.server.ts';
import { priceCsvHead, priceCsvLines } from './price-csv.ts';
import type { PriceFilter } from './price-filter.ts';

type Export = { actor: CustomerActor; filter: PriceFilter; on: string; locale: Locale };
type Circumstances = { actor: CustomerActor; trace: RequestTrace; at: Date };

/** Articles read at once: small enough that other pages wait no longer than for one page of a list. */
const BATCH = 100;

/** The customer's price list as the lines of a CSV file, a batch of articles at a time. */
export async function* priceCsv(db: Db, { actor, filter, on, locale }: Export): AsyncGenerator<string, void> {
  const options = { locale, hasOwnPrices: actor.classes.includes('own-price') };
  yield priceCsvHead(options);
  for await (const rows of readPriceList(db, { actor, filter, on, size: BATCH })) {
    yield rows.map((row) => priceCsvLines(row, options)).join('');
  }
}

/** Says in the log that a price list was taken away; before its first byte is. */
export async function recordPriceExport(db: Db, audit: Audit, circumstances: Circumstances): Promise<void> {
  await db.$transaction((tx) => audit.record(tx, { ...eventOf(circumstances), result: 'ok' }));
}

/** Says that the file was cut because its session had ended. */
export async function recordCutExport(db: Db, audit: Audit, circumstances: Circumstances): Promise<void> {
  await audit.recordRefusal(db, { ...eventOf(circumstances), result: 'refused', reason: 'session_ended' });
}

function eventOf({ actor, trace, at }: Circumstances) {
  return {
    type: 'export_downloaded',
    accountId: actor.accountId,
    actorId: actor.holderId,
    keyId: actor.keyId,
    sessionId: actor.sessionId,
    tier: actor.tier,
    details: { kind: 'prices' },
    trace,
    at,
  } as const;
}
