import { addDays } from '#portal/lib/dates.ts';
import type { InvoiceStatus } from '#portal/invoices/invoice.ts';
import { formatShortDay } from '#portal/documents/pdf/paper-format.ts';
import type { CustomerKind } from '../customers/customer-kind.ts';
import { lineAmounts, sumAmounts } from '../line-amounts.ts';
import type { PaperLine } from '../papers/paper-line.ts';
import type { Random } from '../random.ts';
import { nextWorkday } from '../workdays.ts';
import type {
  OrderedLine,
  ShippedPart,
  StoryCreditNote,
  StoryInvoice,
  StoryPayment,
  StoryShipment,
} from './order-story.ts';

const FORGETS_DAYS = [60, 210] as const;
const SECOND_PART_DAYS = [10, 28] as const;
const PREPAID_DUE_DAYS = 7;

export type Billing = {
  /** What the numbers of its papers end with: 004217. */
  orderNo: string;
  kind: CustomerKind;
  orderedOn: string;
  lines: readonly OrderedLine[];
  shipments: readonly StoryShipment[];
  creditNotes: readonly StoryCreditNote[];
  /** When an order that is paid in advance is paid; null: never. Not asked for where payment is deferred. */
  prepaidOn: string | null;
  isCancelled: boolean;
  untilOn: string;
};

/** The invoices of an order: one before shipping where payment is in advance, else one for each shipment. */
export function billOrder(billing: Billing, random: Random): StoryInvoice[] {
  const { kind, shipments } = billing;
  if (kind.paymentDays === null) return [billInAdvance(billing, random)];
  return billing.isCancelled
    ? []
    : shipments
        .filter(({ shippedOn }) => shippedOn !== null)
        .map((shipment, index) => billShipment(billing, shipment, index, random));
}

/** Id of the invoice that charges a shipment of an order, or of its only one when it is paid in advance. */
export function invoiceIdOf(orderNo: string, shipmentIndex: number, kind: CustomerKind): string {
  return `inv-${orderNo}-${kind.paymentDays === null ? 1 : shipmentIndex + 1}`;
}

function billInAdvance(billing: Billing, random: Random): StoryInvoice {
  const { orderNo, orderedOn, lines, prepaidOn, isCancelled, creditNotes } = billing;
  const dueOn = addDays(orderedOn, PREPAID_DUE_DAYS);
  const draft: InvoiceDraft = {
    id: `inv-${orderNo}-1`,
    number: `СЧ-${orderNo}-1`,
    shipmentId: null,
    issuedOn: orderedOn,
    dueOn,
    lines: lines.map((line) => chargedLine({ line, quantityMilli: line.quantityMilli })),
  };
  const paidOn = prepaidOn === null ? [] : [{ on: prepaidOn, percent: 100n }];
  return settleInvoice(
    draft,
    { payments: paidOn, creditNotes, isCancelled, untilOn: billing.untilOn },
    random,
  );
}

function billShipment(
  billing: Billing,
  shipment: StoryShipment,
  index: number,
  random: Random,
): StoryInvoice {
  const { orderNo, kind, creditNotes, untilOn, orderedOn } = billing;
  const issuedOn = shipment.shippedOn ?? orderedOn;
  const dueOn = addDays(issuedOn, kind.paymentDays ?? 0);
  const draft: InvoiceDraft = {
    id: invoiceIdOf(orderNo, index, kind),
    number: `СЧ-${orderNo}-${index + 1}`,
    shipmentId: shipment.id,
    issuedOn,
    dueOn,
    lines: shipment.parts.map(chargedLine),
  };
  const payments = paymentHabit(kind, dueOn, random);
  const own = creditNotes.filter(({ invoiceId }) => invoiceId === draft.id);
  return settleInvoice(draft, { payments, creditNotes: own, isCancelled: false, untilOn }, random);
}

export type PlannedPayment = { on: string; percent: bigint };

/** When a customer of a kind pays what is due on a day, and in how many parts. */
export function paymentHabit(kind: CustomerKind, dueOn: string, random: Random): PlannedPayment[] {
  const [early, late] = random.chance(kind.forgetChance) ? FORGETS_DAYS : kind.paysAfterDueDays;
  const firstOn = nextWorkday(addDays(dueOn, random.between(early, late)));
  if (!random.chance(kind.splitPaymentChance)) return [{ on: firstOn, percent: 100n }];
  const [soon, later] = SECOND_PART_DAYS;
  const secondOn = nextWorkday(addDays(firstOn, random.between(soon, later)));
  return [
    { on: firstOn, percent: BigInt(random.between(30, 70)) },
    { on: secondOn, percent: 100n },
  ];
}

export type InvoiceDraft = Pick<
  StoryInvoice,
  'id' | 'number' | 'shipmentId' | 'issuedOn' | 'dueOn' | 'lines'
>;

type Settlement = {
  /** Each pays this part of what is owed on its day. */
  payments: readonly PlannedPayment[];
  creditNotes: readonly StoryCreditNote[];
  isCancelled: boolean;
  untilOn: string;
};

/** Completes an invoice with the payments that came up to a day, and what is left to pay after them. */
export function settleInvoice(draft: InvoiceDraft, settlement: Settlement, random: Random): StoryInvoice {
  const { grossMinor, taxMinor } = sumAmounts(draft.lines);
  const { creditNotes, isCancelled, untilOn } = settlement;
  const payments: StoryPayment[] = [];
  const paidMinor = (): bigint => payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  for (const { on, percent } of isCancelled ? [] : settlement.payments) {
    const owedMinor =
      grossMinor - paidMinor() - sumTotals(creditNotes.filter(({ issuedOn }) => issuedOn <= on));
    const amountMinor = (owedMinor * percent) / 100n;
    if (on <= untilOn && amountMinor > 0n) {
      payments.push(makePayment(draft, { on, amountMinor, part: payments.length + 1 }, random));
    }
  }
  const settledMinor = paidMinor() + sumTotals(creditNotes);
  const owedMinor = grossMinor > settledMinor ? grossMinor - settledMinor : 0n;
  return {
    ...draft,
    totalMinor: grossMinor,
    taxMinor,
    residualMinor: isCancelled ? 0n : owedMinor,
    status: invoiceStatus({ isCancelled, owedMinor, settledMinor }),
    payments,
  };
}

function invoiceStatus(invoice: {
  isCancelled: boolean;
  owedMinor: bigint;
  settledMinor: bigint;
}): InvoiceStatus {
  if (invoice.isCancelled) return 'cancelled';
  if (invoice.owedMinor === 0n) return 'paid';
  return invoice.settledMinor > 0n ? 'partly_paid' : 'open';
}

function makePayment(
  { id, number, issuedOn, lines }: InvoiceDraft,
  { on, amountMinor, part }: { on: string; amountMinor: bigint; part: number },
  random: Random,
): StoryPayment {
  const rate = lines[0]?.vatPercent ?? 0n;
  return {
    id: `${id}-pay-${part}`,
    number: random.between(12, 2980).toString(),
    receivedOn: on,
    amountMinor,
    purpose: `Оплата по счёту № ${number} от ${formatShortDay(issuedOn)}, в том числе НДС ${rate} %`,
  };
}

/** A part of an ordered line as an invoice charges it. */
export function chargedLine({ line, quantityMilli }: ShippedPart): PaperLine {
  const { name, unit, unitPriceMinor, vatPercent } = line;
  const amounts = lineAmounts({ quantityMilli, unitPriceMinor, vatPercent });
  return { sku: line.sku ?? '—', name, unit, quantityMilli, unitPriceMinor, vatPercent, ...amounts };
}

function sumTotals(notes: readonly StoryCreditNote[]): bigint {
  return notes.reduce((sum, { totalMinor }) => sum + totalMinor, 0n);
}
