import type { OwnComputer } from '#auth/dongles/find-own-computers.ts';
import { computerWords } from '../dongles/computer-words.ts';
import { LinkButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';

type ComputersProps = { computers: readonly OwnComputer[]; canAdd: boolean };

/** The computers at which the person's old keys answer, and the end of each; nothing for whoever has no old key. */
export function ComputersSheet({ computers, canAdd }: ComputersProps) {
  const words = useWords(computerWords).sheet;
  const columns = useColumns();
  if (computers.length === 0 && !canAdd) return null;
  return (
    <Sheet
      title={words.title}
      isFlush
      tools={
        canAdd && (
          <LinkButton href="/my-key/computers/new" size="small">
            {words.add}
          </LinkButton>
        )
      }
      foot={<p className="soft">{words.note}</p>}
    >
      <DataTable caption={words.title} columns={columns} rows={computers} rowKey={({ agentId }) => agentId} />
    </Sheet>
  );
}

function useColumns(): Column<OwnComputer>[] {
  const words = useWords(computerWords).sheet;
  return [
    { key: 'computer', head: words.computer, cell: (computer) => <ComputerName of={computer} /> },
    {
      key: 'keys',
      head: words.keys,
      phoneWord: words.keys,
      cell: ({ keyLabels }) => keyLabels.join(', ') || words.noKeys,
    },
    {
      key: 'since',
      head: words.since,
      phoneWord: words.since,
      cell: ({ since }) => <Instant at={since} />,
    },
    {
      key: 'lastUsed',
      head: words.lastUsed,
      phoneWord: words.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? words.never : <Instant at={lastUsedAt} />),
    },
    {
      key: 'remove',
      head: words.remove,
      cell: ({ agentId, name, shortKid }) => (
        <LinkButton
          href={`/my-key/computers/${agentId}/remove`}
          size="small"
          aria-label={words.removeWhich(name === '' ? words.unnamed(shortKid) : name)}
        >
          {words.remove}
        </LinkButton>
      ),
    },
  ];
}

function ComputerName({ of: { name, shortKid, isThisOne, protection } }: { of: OwnComputer }) {
  const words = useWords(computerWords).sheet;
  return (
    <>
      {name === '' ? words.unnamed(shortKid) : name}
      {isThisOne && <span className="soft"> {words.thisOne}</span>}
      {protection === 'file' && <div className="soft">{words.inFile}</div>}
    </>
  );
}
