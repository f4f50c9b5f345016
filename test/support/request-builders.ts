/** A customer who orders, an ERP that takes orders, and what lies between them. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthServices } from '#auth/auth-services.ts';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { createAsking } from '#portal/asking.server.ts';
import { findOrderPreset } from '#portal/connectors/outgoing/order-presets.ts';
import { parseOutletConfig } from '#portal/connectors/outgoing/outlet-config.ts';
import { storeOutlet } from '#portal/connectors/outgoing/store-outlet.server.ts';
import type { DeliveryDeps } from '#portal/requests/deliver-entries.server.ts';
import { addGoods } from '#portal/requests/draft-request.server.ts';
import { findRequest } from '#portal/requests/find-requests.server.ts';
import { sendRequest } from '#portal/requests/send-request.server.ts';
import type { Db } from '#prisma/client.ts';
import { aCustomerActor, aStaffActor, authServicesFor, TRACE } from './actors.ts';
import { anAccount } from './builders.ts';
import { aPricedProduct } from './price-rows.ts';
import { aSource, aTie, TODAY_ON } from './trade-builders.ts';

export const WRITING = { kind: 'basic', user: 'orders', password: 'write-secret' } as const;

export type OrderingCustomer = {
  actor: CustomerActor;
  manager: StaffActor;
  sourceId: string;
  sourceName: string;
  product: { id: string; sku: string };
};

/** A buyer of a manager's customer, with an article at 100 in a source of this kind. */
export async function anOrderingCustomer(db: Db, kind = 'odata'): Promise<OrderingCustomer> {
  const manager = await aStaffActor(db);
  const account = await anAccount(db, { accountManagerId: manager.holderId });
  const source = await aSource(db);
  await db.source.update({ where: { id: source.id }, data: { kind } });
  const trader = { accountId: account.id, sourceId: source.id };
  await aTie(db, trader);
  const product = await aPricedProduct(db, trader, { list: '120', own: '100' });
  const actor = await aCustomerActor(db, { account });
  return { actor, manager, sourceId: source.id, sourceName: source.name, product };
}

export type Outbox = {
  auth: AuthServices;
  deps: DeliveryDeps;
  pass: (minutes: number) => void;
  now: () => Date;
};

/** The outbox of an installation, with a clock that the test moves. */
export function anOutbox(db: Db): Outbox {
  const clock = { ms: Date.parse(`${TODAY_ON}T09:00:00Z`) };
  const now = () => new Date(clock.ms);
  const auth = authServicesFor(db, { now });
  const secrets = { envelopeKeys: [new Uint8Array(32).fill(1)] as const };
  const asking = createAsking({ db, audit: auth.audit, env: { mode: 'demo' }, secrets, now });
  const dataDir = mkdtempSync(join(tmpdir(), 'brelok-outbox-'));
  const timeZone = () => Promise.resolve('Europe/Moscow');
  return {
    auth,
    now,
    deps: { ...asking, dataDir, timeZone, random: () => 0 },
    pass: (minutes) => {
      clock.ms += minutes * 60_000;
    },
  };
}

/** Opens the way for orders, as an administrator does. */
export async function anOutlet(
  { deps }: Outbox,
  {
    sourceId,
    address,
    preset = '1c-ut11',
    settings = {},
  }: { sourceId: string; address?: string; preset?: string; settings?: Record<string, string> },
): Promise<void> {
  const read = address === undefined ? null : parseOutletConfig({ address, preset, settings });
  if (read !== null && !read.ok) throw new Error(JSON.stringify([read.faults, findOrderPreset(preset)]));
  const stored = await storeOutlet(deps, {
    sourceId,
    config: read?.config ?? null,
    credentials: read === null ? null : WRITING,
    by: { actorId: 'administrator' },
  });
  if (!stored.ok) throw new Error(stored.reason);
}

/** A request that the customer has sent. */
export async function aSentRequest(
  { auth, now }: Outbox,
  { actor, product, quantity = '3' }: Pick<OrderingCustomer, 'actor' | 'product'> & { quantity?: string },
): Promise<{ id: string; number: string }> {
  const { db } = auth;
  const lines = [{ productId: product.id, quantity }];
  const drafted = await addGoods(db, { actor, requestId: null, lines, at: now() });
  if (!drafted.ok) throw new Error(drafted.reason);
  const { requestId } = drafted;
  const draft = await findRequest(db, { actor, requestId, on: TODAY_ON });
  if (draft === null || draft.total === null) throw new Error('the draft has no price');
  const { changedAt, lines: priced, total } = draft;
  const request = { actor, requestId, changedAt, lines: priced, total, isSigned: false, trace: TRACE };
  const sent = await sendRequest(auth, request);
  if (!sent.ok) throw new Error(sent.reason);
  return { id: requestId, number: sent.number };
}

export async function entryOf(db: Db, requestId: string) {
  return db.outboxEntry.findUniqueOrThrow({ where: { requestId } });
}
