import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { PriceType } from './assign-price-list.server.ts';
import { pricesWords } from './words.ts';

/** Price lists whose customers the source does not name, with what the manager has said about each. */
export function PriceTypesSheet({ action, types }: { action: string; types: readonly PriceType[] }) {
  const words = useWords(pricesWords).types;
  return (
    <Sheet title={words.title} isFlush>
      <p className="sheet-late">{words.text}</p>
      <DataTable
        caption={words.title}
        rows={types}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', head: words.name, cell: ({ name, currency }) => `${name}, ${currency}` },
          { key: 'source', head: words.source, cell: ({ source }) => source },
          {
            key: 'state',
            head: words.state,
            phone: 'mark',
            cell: ({ isAssigned }) => (
              <StatusMark tone={isAssigned ? 'good' : 'quiet'}>
                {isAssigned ? words.open : words.closed}
              </StatusMark>
            ),
          },
          { key: 'change', head: words.change, cell: (type) => <ChangeForm action={action} type={type} /> },
        ]}
      />
    </Sheet>
  );
}

function ChangeForm({ action, type: { id, name, isAssigned } }: { action: string; type: PriceType }) {
  const words = useWords(pricesWords).types;
  const verb = isAssigned ? words.toClose : words.toOpen;
  return (
    <KeyForm action={action}>
      <input type="hidden" name="priceListId" value={id} />
      <Button
        name="intent"
        value={isAssigned ? 'close' : 'open'}
        size="small"
        aria-label={`${verb}: ${name}`}
      >
        {verb}
      </Button>
    </KeyForm>
  );
}
