import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { useWords } from '../ui/page-context.tsx';
import { CardNumber } from './card-number.tsx';
import type { StockedKey } from './find-stock.server.ts';
import { stockWords } from './words.ts';

/** Keys by number. One of the manager's own customers leads to its page; of another's only the state is told. */
export function StockTable({ rows }: { rows: readonly StockedKey[] }) {
  const { title, columns: heads } = useWords(stockWords);
  return (
    <DataTable
      caption={title}
      columns={[
        { key: 'serial', head: heads.serial, cell: (key) => <KeyNumber of={key} /> },
        {
          key: 'card',
          head: heads.cardNumber,
          cell: ({ cardNumber }) => cardNumber && <CardNumber digits={cardNumber} />,
        },
        { key: 'model', head: heads.model, cell: ({ modelName }) => modelName },
        { key: 'batch', head: heads.batch, phone: 'none', cell: ({ batch }) => batch },
        { key: 'whose', head: heads.whose, cell: ({ whose }) => whose && <Whose of={whose} /> },
        {
          key: 'cost',
          head: heads.cost,
          isNumber: true,
          phone: 'none',
          cell: ({ cost }) => cost && <Money of={cost} />,
        },
        {
          key: 'state',
          head: heads.state,
          phone: 'mark',
          cell: ({ status }) => <KeyStatusMark status={status} />,
        },
        { key: 'action', head: heads.action, cell: (key) => <WriteOffLink of={key} /> },
      ]}
      rows={rows}
      rowKey={({ keyId }) => keyId}
      rowHref={({ keyId, whose }) => (whose === null ? null : `/desk/keys/${keyId}`)}
    />
  );
}

/** Of a key that lies in stock: it may turn out faulty. */
function WriteOffLink({ of: { keyId, status, serial } }: { of: StockedKey }) {
  const { writeOff } = useWords(stockWords);
  if (status !== 'stocked') return null;
  return (
    <a href={`/desk/stock/${keyId}/write-off`} aria-label={writeOff.about(serial ?? '')}>
      {writeOff.link}
    </a>
  );
}

/** A key that never had a serial goes by its name, or by nothing where it is not told. */
function KeyNumber({ of: { serial, whose } }: { of: StockedKey }) {
  const words = useWords(stockWords);
  return serial === null ? (whose?.label ?? words.noSerial) : <code>{serial}</code>;
}

function Whose({ of: { holderName, accountName } }: { of: NonNullable<StockedKey['whose']> }) {
  return (
    <>
      {holderName}
      <br />
      <span className="soft">{accountName}</span>
    </>
  );
}
