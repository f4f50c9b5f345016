import type { OpenSession } from '#auth/sessions/find-open-sessions.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import { SessionPlace } from './session-place.tsx';
import { keysWords } from './words.ts';

/** Who is in with this key now, and the end of each session (SES-06). */
export function KeySessionsSheet({ keyId, sessions }: { keyId: string; sessions: readonly OpenSession[] }) {
  const words = useWords(keysWords).page;
  return (
    <Sheet title={words.sessions} isFlush={sessions.length > 0}>
      {sessions.length === 0 && <p>{words.noSessions}</p>}
      {sessions.length > 0 && (
        <DataTable
          caption={words.sessions}
          columns={[
            {
              key: 'where',
              head: words.sessionWhere,
              cell: (session) => <SessionPlace of={session} />,
            },
            {
              key: 'started',
              head: words.sessionStarted,
              phoneWord: words.sessionStarted,
              cell: ({ startedAt }) => <Instant at={startedAt} />,
            },
            {
              key: 'lastUsed',
              head: words.sessionLastUsed,
              phone: 'none',
              cell: ({ lastUsedAt }) => <Instant at={lastUsedAt} />,
            },
            {
              key: 'end',
              head: words.endSession,
              phone: 'mark',
              cell: (session) => <EndSession keyId={keyId} session={session} />,
            },
          ]}
          rows={sessions}
          rowKey={({ sessionId }) => sessionId}
        />
      )}
    </Sheet>
  );
}

function EndSession({ keyId, session }: { keyId: string; session: OpenSession }) {
  const words = useWords(keysWords).page;
  const { format } = usePage();
  return (
    <form method="post" action={`/desk/keys/${keyId}/sessions/${session.sessionId}/end`}>
      <Button size="small" aria-label={words.endWhich(session.browser, format.instant(session.startedAt))}>
        {words.endSession}
      </Button>
    </form>
  );
}
