import { canMakeTransition } from '#auth/keys/key.ts';
import { frameWords } from '../frame/words.ts';
import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { PersonOfCompany } from './find-people.server.ts';
import { peopleWords } from './words.ts';

/** One row a key; whoever has none has a row that says so. */
export function PeopleTable({ people, ownKeyId }: { people: readonly PersonOfCompany[]; ownKeyId: string }) {
  const words = useWords(peopleWords).table;
  const roles = useWords(frameWords).roles;
  const rows = people.flatMap((person) => rowsOf(person));
  return (
    <Sheet title={words.title} isFlush>
      <DataTable
        caption={words.title}
        rows={rows}
        rowKey={({ person, key }) => key?.keyId ?? person.holderId}
        columns={[
          {
            key: 'person',
            head: words.person,
            cell: ({ person: { name, role } }) => (
              <span className="two-lines">
                <b>{name}</b>
                <small>{roles[role]}</small>
              </span>
            ),
          },
          {
            key: 'key',
            head: words.key,
            cell: ({ key }) =>
              key === null ? (
                <span className="soft">{words.noKey}</span>
              ) : (
                <>
                  {key.label} {key.keyId === ownKeyId && <span className="soft">{words.thisOne}</span>}
                </>
              ),
          },
          {
            key: 'used',
            head: words.lastUsed,
            phoneWord: words.lastUsed,
            cell: ({ key }) => (key?.lastUsedAt ? <Instant at={key.lastUsedAt} /> : words.never),
          },
          {
            key: 'status',
            head: words.status,
            phone: 'mark',
            cell: ({ key }) => key && <KeyStatusMark status={key.status} />,
          },
          {
            key: 'stop',
            head: words.stop,
            cell: ({ person, key }) =>
              key !== null &&
              key.keyId !== ownKeyId &&
              canMakeTransition(key.status, 'suspend') && (
                <StopForm keyId={key.keyId} label={key.label} name={person.name} />
              ),
          },
        ]}
      />
    </Sheet>
  );
}

type Row = { person: PersonOfCompany; key: PersonOfCompany['keys'][number] | null };

function rowsOf(person: PersonOfCompany): Row[] {
  if (person.keys.length === 0) return [{ person, key: null }];
  return person.keys.map((key) => ({ person, key }));
}

/** One step, without a touch: it only takes access away, and every second counts. */
function StopForm({ keyId, label, name }: { keyId: string; label: string; name: string }) {
  const words = useWords(peopleWords).table;
  return (
    <form method="post" action={`/people/keys/${keyId}/stop`}>
      <Button kind="danger" size="small" aria-label={words.stopKey(label, name)}>
        {words.stop}
      </Button>
    </form>
  );
}
