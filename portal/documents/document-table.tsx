import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Day } from '../ui/when.tsx';
import type { DocumentRow } from './find-documents.server.ts';
import { documentsWords } from './words.ts';

/** Documents; a row opens its document to look at, the last cell takes it home. */
export function DocumentTable({ rows }: { rows: readonly DocumentRow[] }) {
  const words = useWords(documentsWords);
  const { format } = usePage();
  const { columns: heads } = words;
  const columns: Column<DocumentRow>[] = [
    { key: 'title', head: heads.title, cell: ({ title }) => title },
    { key: 'kind', head: heads.kind, cell: ({ kind }) => words.kinds[kind] },
    { key: 'number', head: heads.number, cell: ({ number }) => number, phone: 'none' },
    {
      key: 'issuedOn',
      head: heads.issuedOn,
      cell: ({ issuedOn }) => <Day on={issuedOn} />,
      phoneWord: words.dated,
    },
    {
      key: 'size',
      head: heads.size,
      cell: ({ sizeBytes }) => sizeBytes !== null && format.fileSize(sizeBytes),
      isNumber: true,
      phone: 'none',
    },
    {
      key: 'file',
      head: heads.file,
      cell: ({ id, title }) => (
        <a className="above" href={`/documents/${id}`} aria-label={words.downloadOf(title)}>
          {words.download}
        </a>
      ),
      phone: 'figure',
    },
  ];
  return (
    <DataTable
      caption={words.title}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/documents/${id}?view=1`}
      opensOwnTab
    />
  );
}
