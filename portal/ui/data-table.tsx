import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Column<Row> = {
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /**
   * Where the cell goes on a phone, where a row has two lines: `lead` and `figure` make the first line,
   * `detail` and `mark` the second, `none` is left out. Default: the first column leads, the rest are details.
   */
  phone?: 'lead' | 'figure' | 'detail' | 'mark' | 'none';
  /** A word before the value on a phone, where the column's head is not seen. */
  phoneWord?: string | undefined;
};

type DataTableProps<Row> = {
  /** Said to screen readers; the eye reads the page's or the block's title. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where the row leads; its first cell becomes a link that covers the whole row. */
  rowHref?: ((row: Row) => string | null) | undefined;
  /** The row leads to something that is no page of ours, such as a PDF: it opens in a tab of its own. */
  opensOwnTab?: boolean;
  /** A row of sums, cell by column key. */
  foot?: Readonly<Record<string, ReactNode>> | undefined;
  /** Keeps its columns on a phone and scrolls sideways there. Only for what can't be read otherwise. */
  isWide?: boolean;
};

/** A list. Roles are spelled out because a table that becomes two-line rows on a phone loses them. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, isWide = false } = props;
  const table = (
    <table className={classNames('table', isWide && 'stays')} role="table">
      <caption className="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              className={column.isNumber ? 'number' : undefined}
            >
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <TableBody {...props} />
      <TableFoot {...props} />
    </table>
  );
  if (!isWide) return <div className="list">{table}</div>;
  return (
    <div className="wide-table" role="region" aria-label={caption} tabIndex={0}>
      {table}
    </div>
  );
}

function TableBody<Row>({ columns, rows, rowKey, rowHref, opensOwnTab = false }: DataTableProps<Row>) {
  return (
    <tbody role="rowgroup">
      {rows.map((row) => {
        const href = rowHref?.(row) ?? null;
        return (
          <tr key={rowKey(row)} role="row" className={href === null ? undefined : 'linked'}>
            {columns.map((column, index) => (
              <td
                key={column.key}
                role="cell"
                className={cellClass(column, index)}
                data-word={column.phoneWord}
              >
                {index === 0 && href !== null ? (
                  <a className="row-link" href={href} target={opensOwnTab ? '_blank' : undefined}>
                    {column.cell(row)}
                  </a>
                ) : (
                  column.cell(row)
                )}
              </td>
            ))}
          </tr>
        );
      })}
    </tbody>
  );
}

function TableFoot<Row>({ columns, foot }: DataTableProps<Row>) {
  if (!foot) return null;
  return (
    <tfoot role="rowgroup">
      <tr role="row">
        {columns.map((column, index) => (
          <td key={column.key} role="cell" className={cellClass(column, index)}>
            {foot[column.key]}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

function cellClass<Row>({ isNumber, phone }: Column<Row>, index: number): string | undefined {
  const place = phone ?? (index === 0 ? 'lead' : 'detail');
  return classNames(isNumber && 'number', place !== 'detail' && `cell-${place}`) || undefined;
}
