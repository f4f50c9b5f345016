import type { MovedRow } from '#portal/connectors/moved-rows.server.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { KeyForm, KeyNote } from '../ui/key-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import { deskWords } from './words.ts';

/** Rows that a source gave to another customer, each with the form that says yes. */
export function MovedRowsSheet({ rows, hasMore }: { rows: readonly MovedRow[]; hasMore: boolean }) {
  const words = useWords(deskWords).ties.moved;
  return (
    <Sheet title={words.title} isFlush foot={<MovedFoot rows={rows} hasMore={hasMore} />}>
      <DataTable
        caption={words.title}
        columns={[
          {
            key: 'what',
            head: words.what,
            cell: ({ kind, name }) => `${words.kinds[kind]} ${name}`,
          },
          { key: 'from', head: words.from, phoneWord: words.from, cell: ({ from }) => from?.name },
          { key: 'to', head: words.to, phoneWord: words.to, cell: ({ to }) => to?.name ?? words.nobody },
          {
            key: 'when',
            head: words.when,
            phone: 'none',
            cell: ({ movedAt }) => <Instant at={movedAt} />,
          },
          { key: 'confirm', head: words.confirm, phone: 'mark', cell: (row) => <Confirm row={row} /> },
        ]}
        rows={rows}
        rowKey={({ rowId }) => rowId}
      />
    </Sheet>
  );
}

function Confirm({ row: { rowId, kind, name, to, state } }: { row: MovedRow }) {
  const words = useWords(deskWords).ties.moved;
  if (to === null || state !== 'confirmable')
    return <span className="soft">{state === 'asked' ? words.isAsked : words.homeless}</span>;
  const what = `${words.kinds[kind]} ${name}`;
  return (
    <KeyForm action={`/desk/ties/rows/${rowId}/confirm`} isOneOfMany>
      <input type="hidden" name="seenCounterpartyId" value={to.counterpartyId} />
      <Button size="small" aria-label={words.confirmWhich(what, to.name)}>
        {words.confirm}
      </Button>
    </KeyForm>
  );
}

function MovedFoot({ rows, hasMore }: { rows: readonly MovedRow[]; hasMore: boolean }) {
  const words = useWords(deskWords).ties.moved;
  return (
    <>
      <p className="soft">
        {words.lead} {hasMore && words.more(rows.length)}
      </p>
      {rows.some(({ state }) => state === 'confirmable') && <KeyNote />}
    </>
  );
}
