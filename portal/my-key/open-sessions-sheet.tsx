import { reachOf } from '../frame/sections.ts';
import { SessionPlace } from '../keys/session-place.tsx';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import { uiWords } from '../ui/words.ts';
import type { MyKey } from './find-my-key.server.ts';
import { myKeyWords } from './words.ts';

type Session = MyKey['sessions'][number];

/** Where the person is signed in, and the end of each (SES-06). */
export function OpenSessionsSheet({
  sessions,
  watch,
}: {
  sessions: readonly Session[];
  watch: MyKey['watch'];
}) {
  const words = useWords(myKeyWords).sessions;
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent);
  return (
    <Sheet
      title={words.title}
      isFlush
      tools={
        hasOthers && (
          <form method="post" action="/my-key/sessions/end-others">
            <Button size="small">{words.endOthers}</Button>
          </form>
        )
      }
      foot={
        <>
          {hasOthers && <p className="soft">{words.foot}</p>}
          {watch !== 'watched' && <p className="soft">{words.notWatched}</p>}
        </>
      }
    >
      <DataTable
        caption={words.title}
        columns={useColumns(sessions)}
        rows={sessions}
        rowKey={({ sessionId }) => sessionId}
      />
    </Sheet>
  );
}

function useColumns(sessions: readonly Session[]): Column<Session>[] {
  const words = useWords(myKeyWords).sessions;
  const opens = useWords(uiWords).fob.opens;
  const hasSeveralAccounts = new Set(sessions.map(({ account }) => account?.id)).size > 1;
  const account: Column<Session> = {
    key: 'account',
    head: words.account,
    cell: (session) => session.account?.name,
  };
  const reach: Column<Session> = {
    key: 'opens',
    head: words.opens,
    cell: ({ classes, tier }) => opens[reachOf(classes, tier)],
  };
  const isOfCustomer = sessions.some((session) => session.account !== null);
  return [
    {
      key: 'where',
      head: words.where,
      cell: (session) => <SessionPlace of={session} />,
    },
    { key: 'key', head: words.key, phoneWord: words.key, cell: ({ key }) => key.label },
    ...(isOfCustomer ? [reach] : []),
    ...(hasSeveralAccounts ? [account] : []),
    {
      key: 'started',
      head: words.started,
      phoneWord: words.started,
      cell: ({ startedAt }) => <Instant at={startedAt} />,
    },
    {
      key: 'lastUsed',
      head: words.lastUsed,
      phone: 'none',
      cell: ({ lastUsedAt }) => <Instant at={lastUsedAt} />,
    },
    { key: 'end', head: words.end, phone: 'mark', cell: (session) => <End session={session} /> },
  ];
}

function End({ session }: { session: Session }) {
  const words = useWords(myKeyWords).sessions;
  const { format } = usePage();
  if (session.isCurrent) return <StatusMark tone="good">{words.thisOne}</StatusMark>;
  return (
    <form method="post" action={`/my-key/sessions/${session.sessionId}/end`}>
      <Button size="small" aria-label={words.endWhich(session.browser, format.instant(session.startedAt))}>
        {words.end}
      </Button>
    </form>
  );
}
