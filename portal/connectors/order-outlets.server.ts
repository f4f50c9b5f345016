/** How orders leave for their sources, as the rest of the portal sees it: no vendor's words but what a person must read. */
import { z } from 'zod';
import type { Db } from '#prisma/client.ts';
import { openClaimWriter } from './claims/open-claim-writer.server.ts';
import type { AskingDeps } from './connection/ask-source.server.ts';
import { SourceCredentials } from './http/credentials.ts';
import { SourceFault } from './http/source-fault.ts';
import type { SourceFaultCode } from './http/source-fault.ts';
import { kindOfDialect } from './mapping/mapping.ts';
import { deliverOrder } from './outgoing/deliver-order.server.ts';
import type { Attempt } from './outgoing/deliver-order.server.ts';
import { openOrderWriter } from './outgoing/open-order-writer.server.ts';
import { orderRequestsPath, writeOrderFile } from './outgoing/order-file.server.ts';
import { parseOrderMapping } from './outgoing/order-mapping.ts';
import type { OrderMapping } from './outgoing/order-mapping.ts';
import { findOrderPreset, ORDER_PRESET_NAMES } from './outgoing/order-presets.ts';
import { outgoingOptionsOf } from './outgoing/outgoing-options.ts';
import type { Delivery, OrderWriter } from './outgoing/outgoing-order.ts';
import { parseOutletConfig } from './outgoing/outlet-config.ts';
import type { OutletFault } from './outgoing/outlet-config.ts';
import { findOpenOutlet, isWrittenKind, outletKindOf, storeOutlet } from './outgoing/store-outlet.server.ts';
import type {
  OpenOutlet,
  OutletKind,
  StoredOutlet,
  StoreOutlet,
  WrittenKind,
} from './outgoing/store-outlet.server.ts';

export type { Attempt } from './outgoing/deliver-order.server.ts';
export type { Delivery, OutgoingOrder } from './outgoing/outgoing-order.ts';
export type { WrittenKind } from './outgoing/store-outlet.server.ts';
export { closeOutlet } from './outgoing/store-outlet.server.ts';

export type OutletDeps = AskingDeps & { dataDir: string; timeZone: () => Promise<string> };

/**
 * One try to bring an order to its source.
 * @returns null when it is not to leave any more, or `no_outlet` when the source has no open way for orders
 */
export async function deliver(
  deps: OutletDeps,
  sourceId: string,
  attempt: Attempt,
): Promise<Delivery | 'no_outlet' | null> {
  const outlet = await findOpenOutlet(deps, sourceId);
  switch (outlet?.kind) {
    case undefined:
    case 'commerceml': // 1C fetches them itself
      return 'no_outlet';
    case 'file':
      if (!(await attempt.claimWrite())) return null;
      await writeOrderFile(deps.dataDir, outlet.source, attempt.order);
      return { outcome: 'handed' };
    case 'written':
      return withWriter(deps, outlet, (writer) => deliverOrder(writer, attempt));
  }
}

async function withWriter<Result>(
  deps: OutletDeps,
  outlet: Extract<OpenOutlet, { kind: 'written' }>,
  work: (writer: OrderWriter) => Promise<Result>,
): Promise<Result> {
  const opening = { ...outlet, timeZone: await deps.timeZone() };
  const writer = openOrderWriter(opening, outgoingOptionsOf(deps, outlet.source.id));
  try {
    return await work(writer);
  } finally {
    await writer.close();
  }
}

/** No order has it, nor a claim. */
const TEST_KEY = 'BR-TEST-0000-0000';

export type OutletTest =
  { ok: true } | { ok: false; reason: 'no_outlet' } | { ok: false; reason: SourceFaultCode; detail: string };

/**
 * Whether set and key field are there and the account may look: asks for an order that nobody has, and for a claim where
 * the source takes them. Nothing is written.
 */
export async function testOutlet(deps: OutletDeps, sourceId: string): Promise<OutletTest> {
  const outlet = await findOpenOutlet(deps, sourceId);
  if (outlet === null) return { ok: false, reason: 'no_outlet' };
  if (outlet.kind !== 'written') return { ok: true };
  try {
    await withWriter(deps, outlet, (writer) => writer.find(TEST_KEY));
    await lookForClaim(deps, outlet);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { ok: false, reason: error.code, detail: error.message };
  }
}

async function lookForClaim(
  deps: OutletDeps,
  outlet: Extract<OpenOutlet, { kind: 'written' }>,
): Promise<void> {
  const writer = await openClaimWriter(deps, outlet);
  if (writer === null) return;
  try {
    await writer.find(TEST_KEY);
  } finally {
    await writer.close();
  }
}

export type SaveOutlet = {
  sourceId: string;
  /** Still to be checked; null for a source that needs nothing said. */
  config: unknown;
  credentials: unknown;
  by: StoreOutlet['by'];
};

export type CheckedOutlet =
  { ok: true; save: () => Promise<StoredOutlet> } | { ok: false; faults: OutletFault[] };

/** Checks first and returns how to store, so that a key is asked for only what can be done. */
export function checkOutlet(
  deps: AskingDeps,
  { sourceId, config, credentials, by }: SaveOutlet,
): CheckedOutlet {
  if (config === null) {
    return {
      ok: true,
      save: () => storeOutlet(deps, { sourceId, config: null, credentials: null, by }),
    };
  }
  const parsed = parseOutletConfig(config);
  const read = credentials === null ? null : SourceCredentials.safeParse(credentials);
  const faults = [
    ...(parsed.ok ? [] : parsed.faults),
    ...(read?.error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message })),
  ];
  if (!parsed.ok || faults.length > 0) return { ok: false, faults };
  const request = { sourceId, config: parsed.config, credentials: read?.data ?? null, by };
  return { ok: true, save: () => storeOutlet(deps, request) };
}

export type OutletFacts = {
  sourceName: string;
  kind: OutletKind;
  /** Where the portal writes into the ERP, and so needs its address and an account. */
  writtenKind: WrittenKind | null;
  isOpen: boolean;
  /** Where the files lie, for an ERP that reads them; below the data folder. */
  folder: string | null;
  address: string;
  /** By name, where the stored mapping is one of ours, or, where none is stored, the one that fits; else empty. */
  preset: string;
  /** One of the company's own, as text. */
  mapping: string;
  settings: Readonly<Record<string, unknown>>;
  hasCredentials: boolean;
  stoppedBy: string | null;
};

/** What is stored of a source's way for orders, but for what nobody is shown again. Null: the source takes none. */
export async function findOutlet(db: Db, sourceId: string): Promise<OutletFacts | null> {
  const source = await db.source.findUnique({
    where: { id: sourceId },
    select: {
      name: true,
      kind: true,
      connection: { select: { address: true, mappingJson: true, settingsJson: true } },
      outlet: {
        select: {
          address: true,
          mappingJson: true,
          settingsJson: true,
          credentialsSealed: true,
          stoppedBy: true,
          closedAt: true,
        },
      },
    },
  });
  const kind = source === null ? null : outletKindOf(source.kind);
  if (source === null || kind === null) return null;
  const { outlet, connection } = source;
  const preset = presetOf(kind, { stored: outlet?.mappingJson ?? null, reading: connection?.mappingJson });
  const own = preset === '' ? (outlet?.mappingJson ?? null) : null;
  const settings: unknown = JSON.parse(outlet?.settingsJson ?? connection?.settingsJson ?? '{}');
  return {
    sourceName: source.name,
    kind,
    writtenKind: isWrittenKind(kind) ? kind : null,
    isOpen: outlet !== null && outlet.closedAt === null,
    folder: kind === 'file' ? orderRequestsPath({ id: sourceId, name: source.name }) : null,
    // As a first suggestion: the same service, with another account.
    address: outlet?.address ?? connection?.address ?? '',
    preset,
    mapping: own === null ? '' : JSON.stringify(JSON.parse(own), null, 1),
    settings: typeof settings === 'object' && settings !== null ? { ...settings } : {},
    hasCredentials: (outlet?.credentialsSealed ?? null) !== null,
    stoppedBy: outlet?.stoppedBy ?? null,
  };
}

const Titled = z.object({ title: z.string() });

/** The preset that is stored, word by word; while nothing is, the one with the title of the mapping that reads. */
function presetOf(
  kind: OutletKind,
  { stored, reading = null }: { stored: string | null; reading: string | null | undefined },
): string {
  const fitting = fittingPresets(kind);
  if (stored !== null) return fitting.find(({ mapping }) => JSON.stringify(mapping) === stored)?.name ?? '';
  const read = Titled.safeParse(JSON.parse(reading ?? 'null'));
  const named = read.success ? fitting.find(({ mapping }) => mapping.title === read.data.title) : undefined;
  return named?.name ?? fitting[0]?.name ?? '';
}

/** Those for a kind of source, by name, with what each is for. */
export function listOrderPresets(kind: WrittenKind): { name: string; title: string }[] {
  return fittingPresets(kind).map(({ name, mapping }) => ({ name, title: mapping.title }));
}

function fittingPresets(kind: OutletKind): { name: string; mapping: OrderMapping }[] {
  return ORDER_PRESET_NAMES.flatMap((name) => {
    const parsed = parseOrderMapping(findOrderPreset(name));
    const isFitting = parsed.ok && kindOfDialect(parsed.mapping.dialect) === kind;
    return isFitting ? [{ name, mapping: parsed.mapping }] : [];
  });
}
