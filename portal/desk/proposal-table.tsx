import type { TieProposal } from '#portal/connectors/find-tie-proposals.server.ts';
import { DataTable } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { deskWords } from './words.ts';

/** Counterparties that wait, each row a link to the page where somebody says whose it is. */
export function ProposalTable({ proposals }: { proposals: readonly TieProposal[] }) {
  const words = useWords(deskWords).ties;
  return (
    <DataTable
      caption={words.title}
      columns={[
        { key: 'company', head: words.company, cell: ({ name }) => name },
        { key: 'taxId', head: words.confirm.taxId, cell: ({ identity }) => identity.taxId },
        { key: 'source', head: words.source, cell: ({ sourceName }) => sourceName },
        {
          key: 'manager',
          head: words.manager,
          phone: 'none',
          cell: ({ managerName }) => managerName,
        },
        {
          key: 'match',
          head: words.match,
          phoneWord: words.match,
          cell: ({ matches }) => matches.map(({ name }) => name).join(', '),
        },
        {
          key: 'state',
          head: words.state,
          phone: 'mark',
          cell: (proposal) => <State of={proposal} />,
        },
      ]}
      rows={proposals}
      rowKey={({ counterpartyId }) => counterpartyId}
      rowHref={({ counterpartyId }) => `/desk/ties/counterparties/${counterpartyId}`}
    />
  );
}

function State({ of: { waiting, isAsked } }: { of: TieProposal }) {
  const words = useWords(deskWords).ties;
  if (waiting !== null) return <StatusMark tone="watch">{words.waiting}</StatusMark>;
  if (isAsked) return <StatusMark tone="watch">{words.confirm.mark}</StatusMark>;
  return <StatusMark tone="quiet">{words.fresh}</StatusMark>;
}
