import type { AgentRow } from '#auth/dongles/find-agents.ts';
import { LinkButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import { agentWords } from './agent-words.ts';

/** The computers on which old keys of the customer answer; nothing where there are none. */
export function AgentsSheet({ agents, path }: { agents: readonly AgentRow[]; path: string }) {
  const words = useWords(agentWords).sheet;
  const columns = useColumns(path);
  if (agents.length === 0) return null;
  return (
    <Sheet title={words.title} isFlush foot={<p className="soft">{words.note}</p>}>
      <DataTable caption={words.title} columns={columns} rows={agents} rowKey={({ agentId }) => agentId} />
    </Sheet>
  );
}

function useColumns(path: string): Column<AgentRow>[] {
  const words = useWords(agentWords).sheet;
  return [
    {
      key: 'computer',
      head: words.computer,
      cell: ({ holderName, shortKid, name }) => (
        <>
          {name === '' ? holderName : `${holderName}: ${name}`} <span className="code soft">{shortKid}</span>
        </>
      ),
    },
    {
      key: 'keys',
      head: words.keys,
      phoneWord: words.keys,
      cell: ({ dongles }) =>
        dongles.map(({ label, serial }) => (serial === null ? label : `${label} (${serial})`)).join(', ') ||
        words.noKeys,
    },
    {
      key: 'since',
      head: words.since,
      phone: 'none',
      cell: ({ enrolledAt }) => <Instant at={enrolledAt} />,
    },
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
      cell: ({ revokedAt }) =>
        revokedAt === null ? (
          <StatusMark tone="good">{words.inUse}</StatusMark>
        ) : (
          <StatusMark tone="bad">{words.revoked}</StatusMark>
        ),
    },
    {
      key: 'revoke',
      head: words.revoke,
      cell: ({ agentId, revokedAt, holderName, shortKid }) =>
        revokedAt === null && (
          <LinkButton
            href={`${path}/agents/${agentId}/revoke`}
            kind="danger"
            size="small"
            aria-label={words.revokeWhich(holderName, shortKid)}
          >
            {words.revoke}
          </LinkButton>
        ),
    },
  ];
}
