import { formatAmount, formatQuantity } from '#portal/documents/pdf/paper-format.ts';
import type { TotalRow } from '#portal/documents/pdf/paper-table.server.ts';
import { sumAmounts, toQuantity } from '../line-amounts.ts';
import type { Unit } from '../catalogue/unit.ts';

/** A priced line as invoices, transfer documents and acts print it. */
export type PaperLine = {
  sku: string;
  name: string;
  unit: Unit;
  quantityMilli: bigint;
  unitPriceMinor: bigint;
  vatPercent: bigint;
  netMinor: bigint;
  taxMinor: bigint;
};

export function quantityOf({ quantityMilli }: { quantityMilli: bigint }): string {
  return formatQuantity(toQuantity(quantityMilli));
}

/** Net, VAT by rate, gross: the foot of every priced paper. */
export function totalRows(lines: readonly PaperLine[], grossLabel: string): TotalRow[] {
  const { netMinor, grossMinor } = sumAmounts(lines);
  const rates = [...new Set(lines.map(({ vatPercent }) => vatPercent))];
  return [
    { label: 'Итого без НДС:', amount: formatAmount(netMinor) },
    ...rates.map((rate) => ({
      label: `НДС ${rate} %:`,
      amount: formatAmount(sumAmounts(lines.filter(({ vatPercent }) => vatPercent === rate)).taxMinor),
    })),
    { label: grossLabel, amount: formatAmount(grossMinor), isBold: true },
  ];
}
