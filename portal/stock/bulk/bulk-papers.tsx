import type { NamedBulkLine } from '#auth/keys/find-bulk-issue.ts';
import { KeyStatusMark } from '../../keys/key-status-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { bulkWords } from './words.ts';

/** Asks for the links of all keys that wait; the earlier ones die. */
export function MakeLinks({ path, waiting }: { path: string; waiting: number }) {
  const words = useWords(bulkWords).one;
  if (waiting === 0) return <p className="soft">{words.none}</p>;
  return (
    <KeyForm action={path} className="form">
      <p>{words.papersText(waiting)}</p>
      <div className="form-actions">
        <Button kind="primary" icon="key" name="intent" value="make">
          {words.make}
        </Button>
      </div>
    </KeyForm>
  );
}

type PapersProps = { path: string; links: { list: string; count: number; withCode: number } };

/** Two files for two ways: the sheets go with the keys, the slips do not (ADM-04). */
export function Papers({ path, links: { list, count, withCode } }: PapersProps) {
  const words = useWords(bulkWords).one;
  return (
    <>
      <Notice kind="watch">
        <p>{words.once}</p>
      </Notice>
      <form method="post" action={`${path}/papers`} target="_blank" className="form">
        <input type="hidden" name="links" value={list} />
        <div className="form-actions">
          <Button icon="print" kind="primary" name="paper" value="sheets">
            {words.sheets(count)}
          </Button>
          {withCode > 0 && (
            <Button icon="print" name="paper" value="slips">
              {words.slips(withCode)}
            </Button>
          )}
        </div>
      </form>
      {withCode < count && <p>{words.owners(count - withCode)}</p>}
    </>
  );
}

type LinesTableProps = { caption: string; lines: readonly NamedBulkLine[] };

/** Which key goes to whom; once it is issued, each leads to its page. */
export function LinesTable({ caption, lines }: LinesTableProps) {
  const { columns: heads } = useWords(bulkWords);
  return (
    <DataTable
      caption={caption}
      rows={lines}
      rowKey={({ serial }) => serial}
      rowHref={({ key }) => (key === null ? null : `/desk/keys/${key.keyId}`)}
      columns={[
        { key: 'serial', head: heads.serial, cell: ({ serial }) => <code>{serial}</code> },
        { key: 'customer', head: heads.customer, cell: ({ accountName }) => accountName },
        { key: 'holder', head: heads.holder, cell: ({ holderName }) => holderName },
        { key: 'order', head: heads.order, cell: ({ orderNumber }) => orderNumber },
        {
          key: 'state',
          head: heads.state,
          phone: 'mark',
          cell: ({ key }) => key && <KeyStatusMark status={key.status} />,
        },
      ]}
    />
  );
}
