import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { findAccountManager } from '../customers/find-account-manager.server.ts';
import type { AccountManager } from '../customers/find-account-manager.server.ts';
import { findNewDocuments } from '../documents/find-trade-documents.server.ts';
import type { DocumentLink } from '../documents/find-trade-documents.server.ts';
import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import type { SourceFacts } from '../freshness/freshness.ts';
import { findOverdueInvoices } from '../invoices/find-invoices.server.ts';
import { addDays } from '../lib/dates.ts';
import type { OrderRow } from '../orders/order.ts';
import { toAttention } from './attention.ts';
import type { AttentionItem } from './attention.ts';
import { findUsualGoods } from './find-usual-goods.server.ts';
import type { UsualGoods } from './find-usual-goods.server.ts';
import { findOpenOrders } from './find-open-orders.server.ts';
import { findWaitingShipments } from './find-waiting-shipments.server.ts';

/** The first page of somebody of a customer, as far as their session opens it. */
export type Home = {
  attention: AttentionItem[];
  open: OrderRow[];
  documents: DocumentLink[];
  /** Null where the session does not open what was ordered. */
  usual: UsualGoods | null;
  manager: AccountManager | null;
  facts: SourceFacts;
};

const OPEN_SHOWN = 8;
const DOCUMENTS_SHOWN = 6;
const OVERDUE_MAX = 5;
const WEEK_DAYS = 7;

/** Reads the same number of rows at most, however long the customer's history is. */
export async function findHome(
  db: Db,
  { actor, todayOn }: { actor: Pick<CustomerActor, 'accountId' | 'keyId' | 'classes'>; todayOn: string },
): Promise<Home> {
  const [open, shipments, overdue, documents, usual, manager, facts] = await Promise.all([
    findOpenOrders(db, { actor }),
    findWaitingShipments(db, { actor, todayOn }),
    findOverdueInvoices(db, { actor, todayOn, limit: OVERDUE_MAX }),
    findNewDocuments(db, { actor, sinceOn: addDays(todayOn, -WEEK_DAYS), limit: DOCUMENTS_SHOWN }),
    findUsualGoods(db, { actor, todayOn }),
    findAccountManager(db, { actor, todayOn }),
    findSourceFacts(db, { actor }),
  ]);
  const attention = toAttention({ shipments, open, overdue, todayOn });
  return { attention, open: open.slice(0, OPEN_SHOWN), documents, usual, manager, facts };
}
