import type { ListedStaffProposal, StaffProposalStatus } from '#auth/proposals/find-staff-proposals.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Tone } from '../../ui/status-mark.tsx';
import { Instant } from '../../ui/when.tsx';
import { titleOf } from './title-of.ts';
import { proposalWords } from './words.ts';

const TONES: Readonly<Record<StaffProposalStatus, Tone>> = {
  open: 'watch',
  approved: 'good',
  declined: 'bad',
  withdrawn: 'quiet',
  overtaken: 'quiet',
  expired: 'quiet',
};

type StaffProposalTableProps = {
  caption: string;
  proposals: readonly ListedStaffProposal[];
  /** Of whoever reads. */
  ownId: string;
};

/** Changes that administrators ask for, each leading to what it would make different. */
export function StaffProposalTable({ caption, proposals, ownId }: StaffProposalTableProps) {
  const words = useWords(proposalWords);
  const { columns } = words;
  return (
    <DataTable
      caption={caption}
      rows={proposals}
      rowKey={({ proposalId }) => proposalId}
      rowHref={({ proposalId }) => `/admin/proposals/${proposalId}`}
      columns={[
        { key: 'what', head: columns.what, cell: ({ payload }) => titleOf(payload, words) },
        {
          key: 'by',
          head: columns.by,
          cell: ({ proposedById, proposedByName }) => (proposedById === ownId ? words.own : proposedByName),
        },
        { key: 'at', head: columns.at, cell: ({ proposedAt }) => <Instant at={proposedAt} /> },
        { key: 'state', head: columns.state, phone: 'mark', cell: (row) => <StateMark of={row} /> },
      ]}
    />
  );
}

/** How far a change is, as a word with its shape. */
export function StateMark({ of: { status, effectiveAt, decidedByName } }: { of: ListedStaffProposal }) {
  const words = useWords(proposalWords);
  const isByItself = status === 'approved' && effectiveAt !== null && decidedByName === null;
  return <StatusMark tone={TONES[status]}>{isByItself ? words.byItself : words.statuses[status]}</StatusMark>;
}
