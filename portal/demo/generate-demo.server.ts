import { loadPaperFonts, type PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { tellAccount } from './accounts/tell-account.ts';
import { writeAccountDocuments } from './file-drop/account-documents.server.ts';
import { writeAccount } from './file-drop/account-rows.ts';
import { writeCustomers } from './file-drop/customer-rows.ts';
import { DropWriter, isFreeFolder } from './file-drop/drop-writer.server.ts';
import { writeOrderDocuments, type PaperChoice } from './file-drop/order-documents.server.ts';
import { writeOrder } from './file-drop/order-rows.ts';
import { Reconciler } from './file-drop/reconciliation-documents.server.ts';
import { writeCatalogue } from './file-drop/world-rows.ts';
import { tellOrders } from './orders/tell-order.ts';
import { makeWorld, type DemoWorld, type WorldOptions } from './world.ts';

/** The source that the drop names. */
export const DEMO_SOURCE = 'demo-erp';

/** However large the demo, the papers of so many orders and accounts are set, the newest and the first. */
const ORDERS_WITH_PAPERS = 45;
const ACCOUNTS_WITH_PAPERS = 12;
/** A demo up to this size also has the invoices that are still unpaid and all credit notes. */
const SMALL_DEMO_ORDERS = 1_000;

export type GenerateOptions = WorldOptions & {
  /** Folder of the drop; it must be empty or not there. */
  dir: string;
  onProgress?: (progress: GenerateProgress) => void;
};

export type GenerateProgress = {
  step: 'catalogue' | 'accounts' | 'orders' | 'acts';
  done: number;
  total: number;
};

export type GenerateOutcome =
  | { ok: true; world: DemoWorld; rows: Readonly<Record<string, number>> }
  | { ok: false; reason: 'folder_not_empty' };

/**
 * Writes the demo supplier's ERP export: a file drop with CSV files, real PDFs and a manifest.
 * The same options write the same bytes. Rows are streamed, so that a million orders need no more memory than ten.
 * @returns `folder_not_empty` rather than mixing two drops.
 */
export async function generateDemo({
  dir,
  onProgress,
  ...options
}: GenerateOptions): Promise<GenerateOutcome> {
  if (!(await isFreeFolder(dir))) return { ok: false, reason: 'folder_not_empty' };
  const world = makeWorld(options);
  const report = onProgress ?? (() => undefined);
  const drop = await DropWriter.create(dir);
  const withPapers = world.customers.slice(0, ACCOUNTS_WITH_PAPERS);
  const fonts = loadPaperFonts();
  const ledger = new Reconciler(drop, world, withPapers);

  await writeCatalogue(world, drop);
  await writeCustomers(world, drop);
  report({ step: 'catalogue', done: 1, total: 1 });
  await writeAccounts({ world, fonts, ledger, drop, papersFor: new Set(withPapers), report });
  await writeOrders({ world, fonts, ledger, drop, report });
  await ledger.writeActs(fonts, drop);
  report({ step: 'acts', done: 1, total: 1 });

  const files = await drop.finish({ source: DEMO_SOURCE, generatedAt: exportTime(world) });
  return { ok: true, world, rows: Object.fromEntries(files.map(({ name, rows }) => [name, rows])) };
}

/** The export runs at midnight in Moscow, and so knows nothing of today. */
function exportTime({ today }: DemoWorld): string {
  return `${today}T00:00:00+03:00`;
}

type Writing = {
  world: DemoWorld;
  fonts: PaperFonts;
  ledger: Reconciler;
  drop: DropWriter;
  report: (progress: GenerateProgress) => void;
};

async function writeAccounts({
  world,
  fonts,
  ledger,
  drop,
  papersFor,
  report,
}: Writing & { papersFor: ReadonlySet<DemoWorld['customers'][number]> }): Promise<void> {
  for (const [index, customer] of world.customers.entries()) {
    const account = tellAccount(world, customer);
    await writeAccount(account, ledger);
    if (papersFor.has(customer)) await writeAccountDocuments({ world, account, fonts }, drop);
    report({ step: 'accounts', done: index + 1, total: world.customers.length });
  }
}

async function writeOrders({ world, fonts, ledger, drop, report }: Writing): Promise<void> {
  for (const story of tellOrders(world)) {
    await writeOrder(story, ledger);
    await writeOrderDocuments({ story, choice: paperChoice(world, story.index), fonts }, drop);
    report({ step: 'orders', done: story.index + 1, total: world.orderCount });
  }
}

function paperChoice({ orderCount }: DemoWorld, index: number): PaperChoice {
  if (index >= orderCount - ORDERS_WITH_PAPERS) return 'all';
  return orderCount <= SMALL_DEMO_ORDERS ? 'unpaid' : 'none';
}
