import type { ReactNode } from 'react';
import { DataTable } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import { EVENT_TYPES } from './event-groups.ts';
import type { NamedEvent } from './name-subjects.server.ts';
import { auditWords } from './words.ts';

/** Events in words: what, who, about whom, when, with what result. Each name leads to its own history. */
export function EventTable({ events }: { events: readonly NamedEvent[] }) {
  const { format } = usePage();
  const words = useWords(auditWords);
  const { columns } = words;
  return (
    <DataTable
      caption={words.title}
      rows={events}
      rowKey={({ seq }) => seq.toString()}
      columns={[
        { key: 'what', head: columns.what, cell: (event) => <What event={event} /> },
        { key: 'who', head: columns.who, cell: (event) => <Who event={event} /> },
        { key: 'about', head: columns.about, cell: (event) => <About event={event} /> },
        {
          key: 'when',
          head: columns.when,
          cell: ({ at, seq }) => (
            <>
              <Instant at={at} />
              <span className="soft"> · {words.number(format.count(seq))}</span>
            </>
          ),
        },
        {
          key: 'result',
          head: columns.result,
          phone: 'mark',
          cell: ({ result }) => (
            <StatusMark tone={result === 'ok' ? 'good' : 'bad'}>
              {result === 'ok' ? words.ok : words.refused}
            </StatusMark>
          ),
        },
      ]}
    />
  );
}

/** The event, the reason in a person's own words, and codes. */
function What({ event: { type, reason, note, detailsJson } }: { event: NamedEvent }) {
  const words = useWords(auditWords).events;
  const known = EVENT_TYPES.find((one) => one === type);
  const codes = [reason, detailsJson === '{}' ? null : detailsText(detailsJson)].filter(
    (part) => part !== null,
  );
  return (
    <>
      {known === undefined ? type : words[known]}
      {note !== null && (
        <>
          {' '}
          <q className="soft">{note}</q>
        </>
      )}
      {codes.length > 0 && (
        <>
          {' '}
          <code className="soft">{codes.join('; ')}</code>
        </>
      )}
    </>
  );
}

function Who({ event: { actor, onBehalfOf, ip } }: { event: NamedEvent }) {
  const words = useWords(auditWords);
  return (
    <>
      {actor.kind === 'system' && words.system}
      {actor.kind === 'nobody' && words.nobody}
      {actor.kind === 'person' && (
        <HistoryLink name="person" id={actor.id}>
          {actor.name ?? words.gone(actor.id)}
        </HistoryLink>
      )}
      {onBehalfOf !== null && (
        <span className="soft"> {words.inPlaceOf(onBehalfOf.name ?? words.gone(onBehalfOf.id))}</span>
      )}
      {ip !== null && <span className="soft"> {words.from(ip)}</span>}
    </>
  );
}

function About({ event }: { event: NamedEvent }) {
  const words = useWords(auditWords);
  const { accountId, accountName, holderId, holderName, keyId, keyLabel } = event;
  return (
    <div>
      {accountId !== null && (
        <div>
          <HistoryLink name="account" id={accountId}>
            {words.account(accountName ?? words.gone(accountId))}
          </HistoryLink>
        </div>
      )}
      {holderId !== null && (
        <div>
          <HistoryLink name="person" id={holderId}>
            {words.holder(holderName ?? words.gone(holderId))}
          </HistoryLink>
        </div>
      )}
      {keyId !== null && (
        <div>
          <HistoryLink name="key" id={keyId}>
            {words.key(keyLabel ?? words.gone(keyId))}
          </HistoryLink>
        </div>
      )}
    </div>
  );
}

type HistoryLinkProps = { name: 'person' | 'account' | 'key'; id: string; children: ReactNode };

function HistoryLink({ name, id, children }: HistoryLinkProps) {
  const words = useWords(auditWords);
  return (
    <a className="cell-link" href={`/audit?${new URLSearchParams({ [name]: id })}`} title={words.onlyThis}>
      {children}
    </a>
  );
}

/** `{"discountId":"x","version":2}` as `discountId x, version 2`. */
function detailsText(detailsJson: string): string {
  const details: unknown = JSON.parse(detailsJson);
  if (typeof details !== 'object' || details === null) return detailsJson;
  return Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
