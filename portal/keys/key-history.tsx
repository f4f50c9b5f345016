import type { KeyEvent } from '#auth/keys/find-key-history.ts';
import { DataTable } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Instant } from '../ui/when.tsx';
import { EventMark, EventReason } from './event-words.tsx';
import { deputiesWords } from '../deputies/words.ts';
import { keysWords } from './words.ts';

/** What happened to a key, in words, the newest first. */
export function KeyHistory({ events }: { events: readonly KeyEvent[] }) {
  const words = useWords(keysWords).history;
  if (events.length === 0) return <p className="sheet-body">{words.empty}</p>;
  return (
    <DataTable
      caption={words.caption}
      columns={[
        {
          key: 'what',
          head: words.what,
          cell: ({ type, isRefused }) => <EventMark type={type} isRefused={isRefused} />,
        },
        {
          key: 'why',
          head: words.why,
          cell: ({ reason, note }) => <EventReason reason={reason} note={note} />,
        },
        { key: 'who', head: words.who, cell: ({ by }) => <Who by={by} /> },
        { key: 'place', head: words.place, phone: 'none', cell: ({ place }) => place },
        { key: 'when', head: words.when, cell: ({ at }) => <Instant at={at} /> },
      ]}
      rows={events}
      rowKey={({ seq }) => seq.toString()}
    />
  );
}

function Who({ by }: { by: KeyEvent['by'] }) {
  const words = useWords(keysWords).history;
  const { inPlaceOf } = useWords(deputiesWords);
  if (by === null) return null;
  if (by.kind === 'installation') return words.installation;
  return by.inPlaceOf === null ? by.name : inPlaceOf(by.name, by.inPlaceOf);
}
