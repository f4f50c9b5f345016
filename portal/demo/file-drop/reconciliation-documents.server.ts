import { addDays, addMonths, startOfMonth } from '#portal/lib/dates.ts';
import { formatShortDay } from '#portal/documents/pdf/paper-format.ts';
import type { PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import type { EntityInput, EntityKind } from '#portal/connectors/port.ts';
import { contractText, type DemoCustomer } from '../customers/customer.ts';
import { setReconciliation } from '../papers/reconciliation-paper.server.ts';
import { nextWorkday } from '../workdays.ts';
import type { DemoWorld } from '../world.ts';
import type { DropSink, RowSink } from './drop-writer.server.ts';

/** An act with more lines than this is nothing to look at: such accounts get none. */
const ENTRIES_MAX = 250;
const QUARTERS = 2;
const MONTHS_A_QUARTER = 3;

type Quarter = { fromOn: string; toOn: string };
type Entry = EntityInput<'ledger-entry'>;
type Account = { customer: DemoCustomer; beforeMinor: bigint[]; entries: Entry[][] };

/**
 * Reads along while the ledger is written, and sets reconciliation acts for the last closed quarters afterwards.
 * It keeps the entries of those quarters only, of the customers it was made for.
 */
export class Reconciler implements RowSink {
  readonly #sink: RowSink;
  readonly #quarters: readonly Quarter[];
  readonly #accounts: ReadonlyMap<string, Account>;

  constructor(sink: RowSink, world: DemoWorld, customers: readonly DemoCustomer[]) {
    this.#sink = sink;
    this.#quarters = closedQuarters(world.today);
    this.#accounts = new Map(
      customers.map((customer) => [
        customer.id,
        {
          customer,
          beforeMinor: this.#quarters.map(() => customer.openingMinor),
          entries: this.#quarters.map(() => []),
        },
      ]),
    );
  }

  async row<Kind extends EntityKind>(kind: Kind, row: EntityInput<Kind>): Promise<void> {
    // The kind says which row it is, a link that TypeScript can't follow through the type parameter.
    if (kind === 'ledger-entry') this.#note(row as Entry);
    await this.#sink.row(kind, row);
  }

  #note(entry: Entry): void {
    const account = this.#accounts.get(entry.counterpartyRef ?? '');
    if (!account) return;
    this.#quarters.forEach(({ fromOn, toOn }, index) => {
      if (entry.postedOn < fromOn) {
        account.beforeMinor[index] =
          (account.beforeMinor[index] ?? 0n) + entry.debitMinor - entry.creditMinor;
        return;
      }
      const entries = account.entries[index];
      if (entry.postedOn <= toOn && entries && entries.length <= ENTRIES_MAX) entries.push(entry);
    });
  }

  /** Sets an act for each account and quarter in which anything was posted. */
  async writeActs(fonts: PaperFonts, sink: DropSink): Promise<void> {
    for (const account of this.#accounts.values()) {
      for (const [index, quarter] of this.#quarters.entries()) {
        const entries = account.entries[index] ?? [];
        if (entries.length === 0 || entries.length > ENTRIES_MAX) continue;
        const openingMinor = account.beforeMinor[index] ?? 0n;
        await writeAct({ fonts, customer: account.customer, quarter, openingMinor, entries }, sink);
      }
    }
  }
}

type Act = {
  fonts: PaperFonts;
  customer: DemoCustomer;
  quarter: Quarter;
  openingMinor: bigint;
  entries: readonly Entry[];
};

async function writeAct(
  { fonts, customer, quarter, openingMinor, entries }: Act,
  sink: DropSink,
): Promise<void> {
  const { fromOn, toOn } = quarter;
  const issuedOn = nextWorkday(addDays(toOn, 4));
  const number = `АС-${toOn.slice(2, 4)}${toOn.slice(5, 7)}-${customer.id.slice(-4)}`;
  const bytes = await setReconciliation(fonts, {
    number,
    issuedOn,
    fromOn,
    toOn,
    buyer: customer.party,
    contract: contractText(customer),
    openingMinor,
    entries: entries
      .toSorted((one, other) => (one.postedOn < other.postedOn ? -1 : one.postedOn > other.postedOn ? 1 : 0))
      .map(({ postedOn, kind, note, documentNumber, debitMinor, creditMinor }) => ({
        on: postedOn,
        text: entryText({ kind, note: note ?? '', documentNumber }),
        debitMinor,
        creditMinor,
      })),
  });
  await sink.document(
    {
      externalId: `doc-reconciliation-${customer.id}-${toOn}`,
      counterpartyRef: customer.id,
      kind: 'reconciliation',
      title: `Акт сверки № ${number} за период ${formatShortDay(fromOn)}–${formatShortDay(toOn)}`,
      number,
      issuedOn,
      fileName: `Акт сверки ${number}.pdf`,
    },
    bytes,
  );
}

function entryText({
  kind,
  note,
  documentNumber,
}: {
  kind: Entry['kind'];
  note: string;
  documentNumber: string;
}): string {
  if (kind === 'payment') return `Платёж № ${documentNumber}`;
  return kind === 'credit_note' ? `Корректировка № ${documentNumber}` : note;
}

/** The last closed calendar quarters, oldest first. */
function closedQuarters(today: string): Quarter[] {
  const monthsIntoQuarter = (Number(today.slice(5, 7)) - 1) % MONTHS_A_QUARTER;
  const currentOn = addMonths(startOfMonth(today), -monthsIntoQuarter);
  return Array.from({ length: QUARTERS }, (_, index) => {
    const fromOn = addMonths(currentOn, (index - QUARTERS) * MONTHS_A_QUARTER);
    return { fromOn, toOn: addDays(addMonths(fromOn, MONTHS_A_QUARTER), -1) };
  });
}
