import { openCredentials, testCarrier } from '#portal/connectors/carrier-events.server.ts';
import type { CarrierTest } from '#portal/connectors/carrier-events.server.ts';
import type { PortalServices } from '../portal-services.server.ts';

export type SourceTest = CarrierTest | { ok: false; code: 'closed'; detail: '' };

/** Asks an open source's carrier once, for a parcel that nobody has. Changes nothing, and does not end a stop. */
export async function testTrackingSource(
  { db, asking }: Pick<PortalServices, 'db' | 'asking'>,
  sourceId: string,
): Promise<SourceTest> {
  const row = await db.trackingSource.findFirst({
    where: { sourceId, closedAt: null, address: { not: null } },
    select: { sourceId: true, address: true, credentialsSealed: true },
  });
  const credentials = row === null ? null : openCredentials(asking, row);
  if (row === null || row.address === null || credentials === null) {
    return { ok: false, code: 'closed', detail: '' };
  }
  const { rules, now, breakerOf } = asking;
  const address = new URL(row.address);
  return testCarrier({ address, credentials, rules, now, breaker: breakerOf(sourceId) }, '');
}
