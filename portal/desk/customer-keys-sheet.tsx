import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { CustomerKey } from './find-customer.server.ts';
import { deskWords } from './words.ts';

/** The customer's keys, each row a link to its page. */
export function CustomerKeysSheet({ keys }: { keys: readonly CustomerKey[] }) {
  const words = useWords(deskWords).customer.keys;
  return (
    <Sheet title={words.title} isFlush>
      {keys.length > 0 && (
        <DataTable
          caption={words.title}
          columns={[
            { key: 'key', head: words.key, cell: ({ label }) => label },
            { key: 'holder', head: words.holder, cell: ({ holderName }) => holderName },
            {
              key: 'lastUsed',
              head: words.lastUsed,
              phoneWord: words.lastUsed,
              cell: ({ lastUsedAt }) => (lastUsedAt === null ? words.never : <Instant at={lastUsedAt} />),
            },
            {
              key: 'state',
              head: words.state,
              phone: 'mark',
              cell: ({ status }) => <KeyStatusMark status={status} />,
            },
          ]}
          rows={keys}
          rowKey={({ keyId }) => keyId}
          rowHref={({ keyId }) => `/desk/keys/${keyId}`}
        />
      )}
      {keys.length === 0 && (
        <EmptyState icon="key" title={words.none}>
          {words.noneText}
        </EmptyState>
      )}
    </Sheet>
  );
}
