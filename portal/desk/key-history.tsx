import { keysWords } from '../keys/words.ts';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import type { KeyEvent } from './find-key.server.ts';
import { deskWords } from './words.ts';

/** What the log says of a key, the newest first, in words. */
export function KeyHistory({ events }: { events: readonly KeyEvent[] }) {
  const words = useWords(deskWords);
  const { events: eventWords, reasons } = useWords(keysWords).history;
  const { format } = usePage();
  if (events.length === 0) return <EmptyState icon="clock" title={words.empty} />;
  const columns: Column<KeyEvent>[] = [
    { key: 'when', head: words.when, cell: ({ at }) => format.instant(at) },
    { key: 'what', head: words.what, cell: ({ type }) => wordOf(eventWords, type) ?? eventWords.other },
    {
      key: 'why',
      head: words.why,
      cell: ({ note, reason }) => note ?? (reason === null ? '' : (wordOf(reasons, reason) ?? reasons.other)),
    },
  ];
  return <DataTable caption={words.history} columns={columns} rows={events} rowKey={({ seq }) => seq} />;
}

function wordOf(words: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined;
}
