import { createHash } from 'node:crypto';
import type { Db, Tx } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import type { BulkIssueLine } from '../proposals/staff-proposal.ts';
import { parseSerial } from './stock-line.ts';

/** A line of a list of keys to be issued, as it was written. */
export type BulkRow = {
  serial: string;
  /** The number of the customer's account. */
  customer: string;
  /** E-mail address, or the whole name, of somebody who belongs to it. */
  holder: string;
  /** Number of the order that the key comes with; may be empty. */
  order: string;
};

export type BulkRefusal =
  | 'bad_serial'
  | 'serial_twice'
  | 'not_in_stock'
  /** Also of another manager. */
  | 'no_customer'
  | 'no_person'
  | 'several_people'
  | 'no_order';

/** What would become of a line. */
export type BulkVerdict =
  | { is: 'new'; line: BulkIssueLine; accountName: string; holderName: string }
  /** The key is with this very person already: the list was carried out before (ADM-04). */
  | { is: 'issued_already' }
  | { is: 'refused'; reason: BulkRefusal };

export type PlannedBulkRow = { row: BulkRow; verdict: BulkVerdict };

/** Judges a whole list, line by line, against itself, the stock and the customers within the actor's reach (ADM-04). */
export async function planBulkIssue(
  db: Db | Tx,
  { rows, actor }: { rows: readonly BulkRow[]; actor: StaffActor },
): Promise<PlannedBulkRow[]> {
  const known = await findKnown(db, rows, actor);
  const serials = rows.map(({ serial }) => parseSerial(serial));
  return rows.map((row, index) => {
    const serial = serials[index] ?? null;
    if (serial === null) return { row, verdict: { is: 'refused', reason: 'bad_serial' } };
    if (serials.filter((other) => other === serial).length > 1) {
      return { row, verdict: { is: 'refused', reason: 'serial_twice' } };
    }
    return { row, verdict: judge({ ...row, serial }, known) };
  });
}

/** What of a plan would be issued. */
export function linesOf(plan: readonly PlannedBulkRow[]): BulkIssueLine[] {
  return plan.flatMap(({ verdict }) => (verdict.is === 'new' ? [verdict.line] : []));
}

/** The plan as it was shown: another person, customer or order behind the same words is another plan. */
export function hashOfPlan(plan: readonly PlannedBulkRow[]): string {
  const lines = linesOf(plan).map(({ serial, accountId, holderId, orderId }) => [
    serial,
    accountId,
    holderId,
    orderId,
  ]);
  return createHash('sha256')
    .update(JSON.stringify(['brelok-bulk-issue-1', lines]))
    .digest('hex');
}

type Known = Awaited<ReturnType<typeof findKnown>>;

async function findKnown(db: Db | Tx, rows: readonly BulkRow[], actor: StaffActor) {
  const numbers = rows.map(({ customer }) => customer.trim());
  const accounts = await db.customerAccount.findMany({
    where: { AND: [{ number: { in: numbers }, status: 'active' }, accountsWithin(actor, 'key:issue')] },
    select: {
      id: true,
      number: true,
      name: true,
      memberships: {
        where: { status: 'active', holder: { kind: 'customer', status: 'active' } },
        select: { holder: { select: { id: true, name: true, email: true } } },
      },
    },
  });
  const accountIds = accounts.map(({ id }) => id);
  const orders = await db.order.findMany({
    where: {
      accountId: { in: accountIds },
      number: { in: rows.flatMap(({ order }) => order.trim() || []) },
      quarantinedAt: null,
      deletedAt: null,
    },
    select: { id: true, number: true, accountId: true },
  });
  const keys = await db.key.findMany({
    where: { liveSerial: { in: rows.flatMap(({ serial }) => parseSerial(serial) ?? []) } },
    select: { liveSerial: true, status: true, accountId: true, holderId: true },
  });
  return { accounts, orders, keys };
}

function judge({ serial, customer, holder, order }: BulkRow, { accounts, orders, keys }: Known): BulkVerdict {
  const account = accounts.find(({ number }) => number === customer.trim());
  if (account === undefined) return { is: 'refused', reason: 'no_customer' };
  const people = account.memberships.map((row) => row.holder).filter((person) => isMeant(person, holder));
  const [person, other] = people;
  if (person === undefined) return { is: 'refused', reason: 'no_person' };
  if (other !== undefined) return { is: 'refused', reason: 'several_people' };
  const key = keys.find(({ liveSerial }) => liveSerial === serial);
  if (key?.accountId === account.id && key.holderId === person.id) return { is: 'issued_already' };
  if (key?.status !== 'stocked') return { is: 'refused', reason: 'not_in_stock' };
  const found = orders.filter((row) => row.accountId === account.id && row.number === order.trim());
  const orderId = found[0]?.id ?? null;
  if (order.trim() !== '' && found.length !== 1) return { is: 'refused', reason: 'no_order' };
  const line = { serial, accountId: account.id, holderId: person.id, orderId };
  return { is: 'new', line, accountName: account.name, holderName: person.name };
}

/** By the address, whatever its case, or by the whole name. */
function isMeant({ name, email }: { name: string; email: string | null }, text: string): boolean {
  const wanted = fold(text);
  return wanted !== '' && (fold(name) === wanted || (email !== null && fold(email) === wanted));
}

function fold(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
}
