import { amountInWords } from '#portal/documents/pdf/amount-in-words.ts';
import { formatAmount, formatLongDay, formatShortDay } from '#portal/documents/pdf/paper-format.ts';
import { drawSignatures, drawTitle } from '#portal/documents/pdf/paper-parts.server.ts';
import { drawSpanRow, drawTable, type PaperColumn } from '#portal/documents/pdf/paper-table.server.ts';
import type { Paper, PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import type { Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';

export type ReconciliationEntry = { on: string; text: string; debitMinor: bigint; creditMinor: bigint };

export type ReconciliationPaper = {
  number: string;
  issuedOn: string;
  fromOn: string;
  toOn: string;
  buyer: Party;
  contract: string;
  /** Positive: the buyer owes the seller. */
  openingMinor: bigint;
  entries: readonly ReconciliationEntry[];
};

const COLUMNS: readonly PaperColumn[] = [
  { title: 'Дата', share: 48, align: 'center', group: 'По данным поставщика' },
  { title: 'Документ', share: 108, group: 'По данным поставщика' },
  { title: 'Дебет', share: 62, align: 'right', group: 'По данным поставщика' },
  { title: 'Кредит', share: 62, align: 'right', group: 'По данным поставщика' },
  { title: 'Дата', share: 40, group: 'По данным покупателя' },
  { title: 'Документ', share: 84, group: 'По данным покупателя' },
  { title: 'Дебет', share: 50, group: 'По данным покупателя' },
  { title: 'Кредит', share: 50, group: 'По данным покупателя' },
];

/** Акт сверки взаимных расчётов, the supplier's side filled in and the buyer's left to be filled in. */
export function setReconciliation(fonts: PaperFonts, act: ReconciliationPaper): PaperBytes {
  const title = `Акт сверки взаимных расчётов № ${act.number} от ${formatLongDay(act.issuedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: act.issuedOn });
  drawTitle(paper, title, `за период с ${formatLongDay(act.fromOn)} по ${formatLongDay(act.toOn)}`);
  paper.paragraph(
    `Мы, нижеподписавшиеся, ${SELLER.name} с одной стороны и ${act.buyer.name} с другой стороны, составили этот акт о том, что состояние взаимных расчётов (${act.contract}) по данным учёта следующее.`,
  );
  paper.gap(8);
  drawEntries(paper, act);
  paper.gap(10);
  paper.ensureRoom(120);
  paper.paragraph(conclusion(act), { font: 'bold' });
  paper.gap(20);
  drawSignatures(
    paper,
    [
      { role: SELLER.director.position, name: SELLER.director.name },
      { role: act.buyer.director.position, name: act.buyer.director.name },
    ],
    { heading: [`От ${SELLER.name}`, `От ${act.buyer.name}`] },
  );
  return paper.finish();
}

function drawEntries(paper: Paper, act: ReconciliationPaper): void {
  const { debitMinor, creditMinor } = turnover(act);
  const opening = splitBalance(act.openingMinor);
  const closing = splitBalance(closingMinor(act));
  const rows = [
    ['', `Сальдо на ${formatShortDay(act.fromOn)}`, ...opening, '', '', '', ''],
    ...act.entries.map(({ on, text, ...entry }) => [
      formatShortDay(on),
      text,
      amountOrBlank(entry.debitMinor),
      amountOrBlank(entry.creditMinor),
      '',
      '',
      '',
      '',
    ]),
  ];
  const edges = drawTable(paper, { columns: COLUMNS, rows, size: 7.5, keepAfter: 36 });
  const foot = (text: string, [debit, credit]: readonly [string, string]): void =>
    drawSpanRow(
      paper,
      edges,
      [
        { from: 0, to: 1, text, isBold: true },
        { from: 2, to: 2, text: debit, align: 'right', isBold: true },
        { from: 3, to: 3, text: credit, align: 'right', isBold: true },
        { from: 4, to: 5, text: '' },
        { from: 6, to: 6, text: '' },
        { from: 7, to: 7, text: '' },
      ],
      7.5,
    );
  foot('Обороты за период', [formatAmount(debitMinor), formatAmount(creditMinor)]);
  foot(`Сальдо на ${formatShortDay(act.toOn)}`, closing);
}

function turnover({ entries }: ReconciliationPaper): { debitMinor: bigint; creditMinor: bigint } {
  return {
    debitMinor: entries.reduce((sum, entry) => sum + entry.debitMinor, 0n),
    creditMinor: entries.reduce((sum, entry) => sum + entry.creditMinor, 0n),
  };
}

function closingMinor(act: ReconciliationPaper): bigint {
  const { debitMinor, creditMinor } = turnover(act);
  return act.openingMinor + debitMinor - creditMinor;
}

function conclusion(act: ReconciliationPaper): string {
  const balance = closingMinor(act);
  const when = `На ${formatLongDay(act.toOn)}`;
  if (balance === 0n) return `${when} задолженность отсутствует.`;
  const [creditor, owed] = balance > 0n ? [SELLER.name, balance] : [act.buyer.name, -balance];
  return `${when} задолженность в пользу ${creditor} составляет ${formatAmount(owed)} руб. (${amountInWords(owed, 'RUB')}).`;
}

function splitBalance(balanceMinor: bigint): [string, string] {
  return balanceMinor >= 0n ? [formatAmount(balanceMinor), ''] : ['', formatAmount(-balanceMinor)];
}

function amountOrBlank(amountMinor: bigint): string {
  return amountMinor === 0n ? '' : formatAmount(amountMinor);
}
