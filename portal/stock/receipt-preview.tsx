import type { LineVerdict, PlannedLine } from '#auth/keys/plan-receipt.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { Notice } from '../ui/notice.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { CardNumber } from './card-number.tsx';
import { stockWords } from './words.ts';

type ShownLine = PlannedLine & { at: number };

/** Exactly what would be stored, line by line; it goes on from here, or every line that stands in the way is named. */
export function ReceiptPreview({ plan, list }: { plan: readonly ShownLine[]; list: string }) {
  const words = useWords(stockWords).receive;
  const countOf = (is: LineVerdict['is']) => plan.filter(({ verdict }) => verdict.is === is).length;
  const refused = plan.filter(({ verdict }) => verdict.is === 'refused');
  const stored = countOf('new') + countOf('returned');
  return (
    <>
      {refused.length > 0 && (
        <Notice kind="problem" title={words.nothingStored}>
          <p>{words.refusedLines}</p>
          <ul>
            {refused.map(({ at, line, verdict }) => (
              <li key={at}>
                {words.refusedLine(at, line.serial)}{' '}
                {verdict.is === 'refused' && words.refusals[verdict.reason]}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {refused.length === 0 && stored === 0 && (
        <Notice kind="info">
          <p>{words.nothingNew}</p>
        </Notice>
      )}
      <Sheet title={words.counts(stored, countOf('stored_already'), refused.length)} isFlush>
        <PlanTable plan={plan} />
      </Sheet>
      <KeyForm className="form" action="/desk/stock/receive" encType="multipart/form-data">
        <input type="hidden" name="list" value={list} />
        <div className="form-actions">
          {refused.length === 0 && stored > 0 && (
            <Button name="intent" value="store" kind="primary" icon="key">
              {words.store(stored)}
            </Button>
          )}
          <LinkButton href="/desk/stock/receive">{words.again}</LinkButton>
        </div>
      </KeyForm>
    </>
  );
}

function PlanTable({ plan }: { plan: readonly ShownLine[] }) {
  const words = useWords(stockWords).receive;
  const heads = words.columns;
  return (
    <DataTable
      caption={words.previewTitle}
      columns={[
        { key: 'serial', head: heads.serial, cell: ({ line }) => <code>{line.serial}</code> },
        { key: 'at', head: words.line, isNumber: true, phone: 'none', cell: ({ at }) => at },
        { key: 'kind', head: heads.kind, phone: 'none', cell: ({ line }) => <code>{line.kind}</code> },
        { key: 'model', head: heads.model, cell: ({ line }) => line.modelName },
        { key: 'batch', head: heads.batch, cell: ({ line }) => line.batch },
        {
          key: 'card',
          head: heads.cardNumber,
          cell: ({ line }) => line.cardNumber && <CardNumber digits={line.cardNumber} />,
        },
        {
          key: 'cost',
          head: heads.cost,
          isNumber: true,
          phone: 'figure',
          cell: ({ line }) => line.cost && <Money of={line.cost} />,
        },
        {
          key: 'verdict',
          head: words.verdict,
          phone: 'mark',
          cell: ({ verdict }) => <Verdict of={verdict} />,
        },
      ]}
      rows={plan}
      rowKey={({ at }) => String(at)}
    />
  );
}

function Verdict({ of: verdict }: { of: LineVerdict }) {
  const words = useWords(stockWords).receive;
  switch (verdict.is) {
    case 'new':
      return <StatusMark tone="good">{words.verdicts.new}</StatusMark>;
    case 'returned':
      return <StatusMark tone="watch">{words.verdicts.returned}</StatusMark>;
    case 'stored_already':
      return <StatusMark tone="quiet">{words.verdicts.stored_already}</StatusMark>;
    case 'refused':
      return <StatusMark tone="bad">{words.verdicts.refused}</StatusMark>;
  }
}
