/** Sources of every kind that the portal asks, all at one server that answers nothing and counts who comes. */
import http from 'node:http';
import { beginConnection, storeConnection } from '#portal/connectors/connection/store-connection.server.ts';
import { findPreset } from '#portal/connectors/presets/presets.ts';
import { cdekCredentials, trackingOwner } from '#portal/connectors/carrier-events.server.ts';
import type { Db } from '#prisma/client.ts';
import { closeServer, portOf } from '#test/support/fault-proxy.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { mappingOf, PASSWORD } from '#test/support/pulled-source.ts';

/** One of each protocol; what is asked of `infor-ln` and `odoo` are their companies and databases. */
const PRESETS = ['business-central', 'odoo', 'tryton', 'erpnext'];
const SETTINGS = { company: '100', database: 'shop' };

export type CountedSources = {
  /** Of the source with this preset. */
  nameOf: (preset: string) => string;
  sourceIdOf: (preset: string) => string;
  /** Connections so far, to any of them. */
  connections: () => number;
  close: () => Promise<void>;
};

export async function openCountedSources(portal: TestPortal, db: Db): Promise<CountedSources> {
  let connections = 0;
  const server = http.createServer((_request, response) => response.writeHead(503).end());
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = new URL(`http://127.0.0.1:${portOf(server)}/erp/`);
  const ids = new Map<string, string>();
  for (const preset of PRESETS) ids.set(preset, await addAsked(portal, { preset, address }));
  await addCarrier(portal, db, address);
  return {
    nameOf,
    sourceIdOf: (preset) => {
      const id = ids.get(preset);
      if (id === undefined) throw new Error(`no source has the preset ${preset}`);
      return id;
    },
    connections: () => connections,
    close: () => closeServer(server),
  };
}

function nameOf(preset: string): string {
  return `Counted ${preset}`;
}

async function addAsked(
  { services: { asking } }: TestPortal,
  { preset, address }: { preset: string; address: URL },
): Promise<string> {
  const mapping = mappingOf(findPreset(preset));
  const others = { settings: SETTINGS, timeZone: 'Europe/Moscow', everyMinutes: 15 };
  const config = { name: nameOf(preset), address, mapping, ...others };
  const request = { config, credentials: PASSWORD, isDemo: false, startedById: null };
  const stored = await storeConnection(asking, request);
  if (!stored.ok) throw new Error(`${preset} was not stored`);
  await beginConnection(asking, { name: config.name, actorId: null });
  return stored.sourceId;
}

async function addCarrier({ services }: TestPortal, db: Db, address: URL): Promise<void> {
  const { asking } = services;
  const at = services.now();
  const keys = cdekCredentials(address, { account: 'demo-account', password: 'demo-password' });
  const { id: sourceId } = await db.source.create({
    data: { kind: 'cdek', name: 'Counted carrier', createdAt: at },
    select: { id: true },
  });
  const credentialsSealed = asking.box.seal(trackingOwner(sourceId, address.href), keys);
  const data = {
    sourceId,
    carriers: 'CDEK',
    address: address.href,
    credentialsSealed,
    changedAt: at,
    dueAt: at,
  };
  await db.trackingSource.create({ data });
}
