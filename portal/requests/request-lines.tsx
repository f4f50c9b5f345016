import type { ReactNode } from 'react';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { QuantityInput } from '../ui/quantity-input.tsx';
import type { RequestLine, RequestTotal } from './order-request.ts';
import { requestsWords } from './words.ts';

type RequestLinesProps = {
  caption: string;
  lines: readonly RequestLine[];
  currency: string | null;
  /** Lines whose typed quantity is none. */
  faulty?: readonly string[];
  /** What was typed for each line; without it the quantities can't be changed. */
  typed?: ReadonlyMap<string, string>;
};

/** What is on a request: to be changed while it is a draft, as it was sent afterwards. */
export function RequestLines({ caption, lines, currency, faulty = [], typed }: RequestLinesProps) {
  const { format } = usePage();
  const words = useWords(requestsWords);
  const heads = words.columnsOfLines;
  const columns: Column<RequestLine>[] = [
    { key: 'goods', head: heads.goods, cell: (line) => <Goods line={line} /> },
    {
      key: 'quantity',
      head: heads.quantity,
      isNumber: true,
      cell: (line) =>
        typed === undefined ? (
          format.quantity(line.quantity, line.unit)
        ) : (
          <QuantityInput
            id={`quantity-${line.id}`}
            label={words.quantityOf(line.name)}
            unit={line.unit}
            text={typed.get(line.id) ?? format.decimal(line.quantity)}
            isFaulty={faulty.includes(line.id)}
          />
        ),
    },
    {
      key: 'price',
      head: typed === undefined ? heads.sentPrice : heads.price,
      isNumber: true,
      cell: (line) => <UnitPrice line={line} currency={currency} />,
    },
    {
      key: 'net',
      head: heads.net,
      isNumber: true,
      phone: 'figure',
      cell: ({ netMinor }): ReactNode =>
        netMinor === null || currency === null ? null : <Money of={{ amountMinor: netMinor, currency }} />,
    },
  ];
  return <DataTable caption={caption} rows={lines} rowKey={({ id }) => id} columns={columns} />;
}

function Goods({ line: { name, sku, problem, replacement } }: { line: RequestLine }) {
  const words = useWords(requestsWords);
  return (
    <>
      {name || words.gone} <span className="code soft">{sku}</span>
      {problem !== null && (
        <div className="field-error">
          <span>
            {words[problem]}
            {replacement && (
              <>
                {', '}
                {words.instead}{' '}
                <a href={`/prices/${encodeURIComponent(replacement.id)}`}>
                  {replacement.name} <span className="code">{replacement.sku}</span>
                </a>
              </>
            )}
          </span>
        </div>
      )}
    </>
  );
}

function UnitPrice({ line, currency }: { line: RequestLine; currency: string | null }) {
  const { format } = usePage();
  const words = useWords(requestsWords);
  if (line.unitPrice === null || currency === null) return <span className="soft">{words.noPrice}</span>;
  return (
    <>
      <span className="money">{format.unitPrice(line.unitPrice, currency)}</span>
      {line.isExpected && <span className="soft"> {words.expected}</span>}
    </>
  );
}

/** What the list comes to, and what is not in it. */
export function RequestTotals({
  total,
  lines,
}: {
  total: RequestTotal | null;
  lines: readonly RequestLine[];
}) {
  const words = useWords(requestsWords);
  if (total === null) return null;
  return (
    <div className="totals">
      <KeyValueList
        isRows
        items={[
          {
            key: words.total(total.isTaxIncluded),
            value: (
              <b>
                <Money of={total.total} />
              </b>
            ),
          },
        ]}
      />
      {total.unpriced > 0 && <p className="soft">{words.unpriced(total.unpriced)}</p>}
      {lines.some(({ isExpected }) => isExpected) && <p className="soft">{words.expectedHint}</p>}
    </div>
  );
}
