import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { UNPAID_STATUSES, toInvoiceStatus } from './invoice.ts';
import type { Invoice } from './invoice.ts';

type Actor = Pick<CustomerActor, 'accountId' | 'classes'>;

const COLUMNS = {
  id: true,
  number: true,
  orderId: true,
  issuedOn: true,
  dueOn: true,
  status: true,
  currency: true,
  totalMinor: true,
  residualMinor: true,
} as const;

/** The invoices of an order, the newest first; null where the session does not open money. */
export async function findInvoicesOfOrder(
  db: Db,
  { actor, orderId }: { actor: Actor; orderId: string },
): Promise<Invoice[] | null> {
  if (!actor.classes.includes('money')) return null;
  const rows = await db.invoice.findMany({ where: { ...ownRows(actor), orderId }, select: COLUMNS });
  return rows.map(toInvoice).toSorted((one, other) => (one.issuedOn < other.issuedOn ? 1 : -1));
}

/** Unpaid invoices over their day, the longest overdue first; null where the session does not open money. */
export async function findOverdueInvoices(
  db: Db,
  { actor, todayOn, limit }: { actor: Actor; todayOn: string; limit: number },
): Promise<Invoice[] | null> {
  if (!actor.classes.includes('money')) return null;
  const overdue = await Promise.all(
    UNPAID_STATUSES.map((status) =>
      db.invoice.findMany({
        where: { ...ownRows(actor), status, dueOn: { lt: todayOn } },
        orderBy: { dueOn: 'asc' },
        take: limit,
        select: COLUMNS,
      }),
    ),
  );
  const rows = overdue.flat().map(toInvoice);
  return rows.toSorted((one, other) => ((one.dueOn ?? '') < (other.dueOn ?? '') ? -1 : 1)).slice(0, limit);
}

type StoredInvoice = Omit<Invoice, 'status' | 'total' | 'residual'> & {
  status: string;
  currency: string;
  totalMinor: bigint;
  residualMinor: bigint | null;
};

function toInvoice({ status, currency, totalMinor, residualMinor, ...row }: StoredInvoice): Invoice {
  return {
    ...row,
    status: toInvoiceStatus(status),
    total: { amountMinor: totalMinor, currency },
    residual: residualMinor === null ? null : { amountMinor: residualMinor, currency },
  };
}
