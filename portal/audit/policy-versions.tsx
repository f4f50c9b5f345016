import type { PolicyVersion } from '#auth/policy/find-policy-versions.ts';
import { DataTable } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Instant } from '../ui/when.tsx';
import { auditWords } from './words.ts';

/** Who changed the rules when and why, the version in force first. */
export function PolicyVersions({ versions }: { versions: readonly PolicyVersion[] }) {
  const words = useWords(auditWords).rules;
  const { columns } = words;
  return (
    <DataTable
      caption={words.versions}
      rows={versions}
      rowKey={({ version }) => String(version)}
      columns={[
        { key: 'version', head: columns.version, phoneWord: columns.version, cell: ({ version }) => version },
        { key: 'since', head: columns.since, cell: ({ createdAt }) => <Instant at={createdAt} /> },
        { key: 'by', head: columns.by, cell: ({ createdBy }) => createdBy ?? words.installer },
        {
          key: 'confirmed',
          head: columns.confirmed,
          phoneWord: columns.confirmed,
          cell: ({ confirmedBy }) =>
            confirmedBy === 'by_itself' ? words.byItself : (confirmedBy?.name ?? '—'),
        },
        { key: 'reason', head: columns.reason, cell: ({ reason }) => reason },
      ]}
    />
  );
}
