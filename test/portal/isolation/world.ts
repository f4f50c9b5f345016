/**
 * Two customers of one seller, drawn from one source by a real import and tied by a real tie, with their people, keys
 * and papers, on a portal whose clock stands still, so that two equal answers are equal byte by byte.
 */
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { ENTITY_KINDS } from '#portal/connectors/port.ts';
import { DOCUMENT_DATA_CLASS, DOCUMENT_KINDS } from '#portal/documents/document.ts';
import type { DocumentKind } from '#portal/documents/document.ts';
import { loadPaperFonts, Paper } from '#portal/documents/pdf/paper.server.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey, aMembership, anAccount, aSession, signedInStaff } from '#test/support/builders.ts';
import type { SignedIn } from '#test/support/builders.ts';
import type { RowsByKind } from '#test/support/file-drop.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { aCarriedDiscount } from '#test/support/price-rows.ts';
import { importDrop, SOURCE_ID, tie } from '#test/support/sync.ts';
import type { Amounts } from './canaries.ts';
import { canaryWord } from './canaries.ts';
import {
  aParty,
  claimId,
  documentFile,
  documentRows,
  documentTitle,
  GOODS_IDS,
  markOf,
  orderId,
  requestId,
  rowsOf,
  sharedRows,
} from './party.ts';
import type { Party } from './party.ts';

export const NOW = new Date('2026-12-12T09:00:00Z');
const HOUR_MS = 3_600_000;

export type Customer = Party & {
  accountId: string;
  /** Whom the seller gave the account to, signed in. */
  manager: SignedIn;
  tieId: string;
};

export type Tier = 1 | 2 | 3 | 4;

export type World = { quartz: Customer; zircon: Customer; drop: (rows: RowsByKind) => Promise<void> };

export const QUARTZ = aParty('quartz', 7);
export const ZIRCON = aParty('zircon', 4);
/** Nobody: what is asked for by its ids and numbers is not there. */
export const ABSENT = aParty('basalt', 2);

export async function aWorld(portal: TestPortal, db: Db): Promise<World> {
  portal.services.now = () => NOW;
  portal.services.auth.now = () => NOW;
  await db.source.create({ data: { id: SOURCE_ID, kind: 'file-drop', name: 'erp', createdAt: NOW } });
  const drop = laterDrops(portal, await setPapers());
  await drop(allRows());
  await db.orderOutlet.create({ data: { sourceId: SOURCE_ID, kind: 'file', changedAt: NOW } });
  return { quartz: await aCustomer(portal, db, QUARTZ), zircon: await aCustomer(portal, db, ZIRCON), drop };
}

/** Everything that the source says of both. */
export function allRows(change: (rows: RowsByKind) => RowsByKind = (rows) => rows): RowsByKind {
  return change([rowsOf(QUARTZ), rowsOf(ZIRCON)].reduce(withRows, sharedRows()));
}

/** What the source says of one thing and another. */
export function withRows(rows: RowsByKind, more: RowsByKind): RowsByKind {
  const sum: RowsByKind = { ...rows };
  for (const kind of ENTITY_KINDS) {
    const ofKind = [...(rows[kind] ?? []), ...(more[kind] ?? [])];
    if (ofKind.length > 0) sum[kind] = ofKind;
  }
  return sum;
}

/** Drops of one source, each a minute after the one before, all with the documents of both parties. */
function laterDrops(portal: TestPortal, papers: Papers): World['drop'] {
  let minute = 0;
  return async (rows) => {
    const document = [QUARTZ, ZIRCON].flatMap((party) =>
      documentRows(party, (kind) => papers[documentFile(party, kind)] ?? new Uint8Array()),
    );
    const generatedAt = new Date(Date.UTC(2026, 11, 12, 8, (minute += 1))).toISOString();
    const text = { rows: { document, ...rows }, documents: papers, manifest: { generatedAt } };
    const outcome = await importDrop(portal.services, text);
    if (!outcome.ok) throw new Error(`the drop was not taken: ${JSON.stringify(outcome)}`);
  };
}

async function aCustomer(portal: TestPortal, db: Db, party: Party): Promise<Customer> {
  const manager = await signedInStaff(db, 'account-manager');
  await stay(db, manager.sessionId);
  const name = markOf(party, 'account');
  const { id: accountId } = await anAccount(db, { name, accountManagerId: manager.holderId });
  const tieId = await tie(portal.services, accountId, party.word);
  await aRequest(db, { ...party, accountId });
  await aClaim(db, { ...party, accountId });
  return { ...party, accountId, manager, tieId };
}

/** Something that the customer has asked for, at a price of their own. */
async function aRequest(db: Db, { accountId, ...party }: Pick<Customer, 'accountId'> & Party): Promise<void> {
  const { id: holderId } = await aHolder(db, { name: markOf(party, 'person') });
  const { id: keyId } = await aKey(db, { holderId, accountId, label: markOf(party, 'key') });
  const id = requestId(party);
  const { id: counterpartyId } = await db.counterparty.findFirstOrThrow({
    where: { accountId },
    select: { id: true },
  });
  const line = { position: 1, productId: GOODS_IDS[0] ?? '', quantity: '3', name: 'Bearing', netMinor: 1n };
  const number = `BR-${party.word.toUpperCase()}`;
  await db.orderRequest.create({
    data: {
      id,
      accountId,
      sourceId: SOURCE_ID,
      counterpartyId,
      customerReference: canaryWord('own-price', party.word),
      createdById: holderId,
      createdAt: NOW,
      changedAt: NOW,
      sentAt: NOW,
      sentById: holderId,
      number,
      currency: 'RUB',
      isTaxIncluded: false,
      totalMinor: 1n,
      lines: { create: line },
      entry: {
        create: { sourceId: SOURCE_ID, key: number, keyId, state: 'waiting', createdAt: NOW, dueAt: NOW },
      },
    },
  });
}

/** Something that the customer says is wrong with their open order. */
async function aClaim(db: Db, { accountId, ...party }: Pick<Customer, 'accountId'> & Party): Promise<void> {
  const { id: holderId } = await aHolder(db, { name: markOf(party, 'person') });
  const { id: keyId } = await aKey(db, { holderId, accountId, label: markOf(party, 'key') });
  const order = await db.order.findUniqueOrThrow({ where: { id: orderId(party, 'open') } });
  const number = `BC-${party.word.toUpperCase()}`;
  const line = { position: 1, kind: 'damaged', quantity: '3', sku: '', name: 'Bearing', unit: 'pcs' };
  const entry = { sourceId: SOURCE_ID, key: number, keyId, state: 'waiting', createdAt: NOW, dueAt: NOW };
  await db.claim.create({
    data: {
      id: claimId(party),
      accountId,
      sourceId: SOURCE_ID,
      counterpartyId: order.counterpartyId ?? '',
      orderId: order.id,
      formId: number,
      number,
      wish: 'replace',
      note: canaryWord('goods', party.word),
      sentAt: NOW,
      sentById: holderId,
      lines: { create: { ...line, orderLineId: 'none' } },
      entry: { create: entry },
    },
  });
}

/** Somebody of a customer, signed in. */
export async function signIn(
  db: Db,
  { accountId, ...party }: Pick<Customer, 'accountId'> & Party,
  { role = 'owner', tier = 4 }: { role?: CustomerRole; tier?: Tier } = {},
): Promise<SignedIn> {
  const { id: holderId } = await aHolder(db, { name: markOf(party, 'person') });
  await aMembership(db, { holderId, accountId, role });
  const attestation = tier === 2 ? 'unattested' : 'attested';
  const { id: keyId } = await aKey(db, { holderId, accountId, attestation, label: markOf(party, 'key') });
  const session = await aSession(db, { keyId, holderId, accountId, tier });
  await stay(db, session.id);
  return { token: session.token, sessionId: session.id, keyId, holderId };
}

/** 5 % off what only the contract prices, carried by this key. */
export async function carryDiscount(db: Db, { accountId, word }: Customer, keyId: string): Promise<void> {
  const name = canaryWord('own-price', word);
  await aCarriedDiscount(db, { accountId, keyId, name, sku: 'SKU-agreed', basisPoints: 500 });
}

/** A session lasts by the portal's clock, which stands still. */
async function stay(db: Db, id: string): Promise<void> {
  const data = { lastSeenAt: NOW, authenticatedAt: NOW, expiresAt: new Date(NOW.getTime() + HOUR_MS) };
  await db.session.update({ where: { id }, data });
}

/** Real PDFs, by file name: each names its party and says what its kind may say. */
type Papers = Record<string, Uint8Array>;

async function setPapers(): Promise<Papers> {
  const fonts = loadPaperFonts();
  const files: Papers = {};
  for (const party of [QUARTZ, ZIRCON]) {
    for (const kind of DOCUMENT_KINDS) {
      const title = documentTitle(party, kind);
      const paper = new Paper({ fonts, title, author: 'Demo', createdAt: NOW, footer: title });
      for (const line of linesOf(party.amounts, kind)) paper.paragraph(line);
      files[documentFile(party, kind)] = await paper.finish();
    }
  }
  return files;
}

function linesOf({ ownPrice, money }: Amounts, kind: DocumentKind): string[] {
  const dataClass = DOCUMENT_DATA_CLASS[kind];
  const amounts = dataClass === 'money' ? money : dataClass === 'own-price' ? ownPrice : {};
  return ['Demo paper', ...Object.values<string>(amounts).map(inRussian)];
}

/** `7 391 846,53` with no-break spaces, as papers write it. */
function inRussian(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0')},${fraction}`;
}
