import { EventMark, EventReason } from '../keys/event-words.tsx';
import { LinkButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import type {
  CarriedDiscount,
  CustomerTie,
  SignInEvent,
  TieCandidate,
} from './find-customer-facts.server.ts';
import { deskWords } from './words.ts';

/** Which counterparties of the sources the customer is. Without one there is nothing to show them. */
export function TiesSheet({
  ties,
  candidates,
}: {
  ties: readonly CustomerTie[];
  candidates: readonly TieCandidate[];
}) {
  const words = useWords(deskWords).customer.ties;
  return (
    <Sheet title={words.title} tools={<a href="/desk/ties">{words.toTies}</a>}>
      {ties.length === 0 && <p>{words.none}</p>}
      {ties.length > 0 && (
        <ul className="facts-list">
          {ties.map((tie) => (
            <li key={tie.tieId}>
              <Tie tie={tie} />
            </li>
          ))}
          {candidates.map((candidate) => (
            <li key={candidate.counterpartyId}>
              <Candidate of={candidate} />
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function Candidate({ of: { counterpartyId, name, taxId } }: { of: TieCandidate }) {
  const words = useWords(deskWords).customer.ties;
  return (
    <>
      <p>
        <b>{name}</b>
        <br />
        <span className="soft">{words.taxId(taxId)}</span>
      </p>
      <StatusMark tone="watch">{words.candidate}</StatusMark>
      <LinkButton
        size="small"
        href={`/desk/ties/counterparties/${counterpartyId}`}
        aria-label={words.about(words.look, name)}
      >
        {words.look}
      </LinkButton>
    </>
  );
}

function Tie({ tie }: { tie: CustomerTie }) {
  const words = useWords(deskWords).customer.ties;
  const { format } = usePage();
  const isQuarantined = tie.status === 'quarantined';
  const action = isQuarantined
    ? { word: words.look, href: `/desk/ties/counterparties/${tie.counterpartyId}` }
    : { word: words.end, href: `/desk/ties/${tie.tieId}/end` };
  return (
    <>
      <p>
        <b>{tie.legalName}</b>
        <br />
        <span className="soft">
          {words.taxId(tie.taxId)} · {tie.sourceName}
        </span>
      </p>
      <p>
        {isQuarantined ? (
          <StatusMark tone="watch">{words.quarantined}</StatusMark>
        ) : (
          <StatusMark tone="good">{words.confirmed(format.dayOf(tie.confirmedAt))}</StatusMark>
        )}
      </p>
      <LinkButton size="small" href={action.href} aria-label={words.about(action.word, tie.legalName)}>
        {action.word}
      </LinkButton>
    </>
  );
}

/** What the customer's keys carry; the loyalty officer ties it. */
export function DiscountsSheet({ discounts }: { discounts: readonly CarriedDiscount[] }) {
  const words = useWords(deskWords).customer.discounts;
  const { format } = usePage();
  return (
    <Sheet title={words.title}>
      {discounts.length === 0 && <p>{words.none}</p>}
      {discounts.length > 0 && (
        <ul className="facts-list">
          {discounts.map((discount) => (
            <li key={discount.id}>
              <p>
                <b>{discount.name}</b>: <Effect of={discount} />
                <br />
                <span className="soft">
                  {discount.validToOn === null ? words.endless : words.until(format.day(discount.validToOn))}
                  {' · '}
                  {words.on(discount.key.label, discount.key.holderName)}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function Effect({ of: { basisPoints, fixedPrice, currency } }: { of: CarriedDiscount }) {
  const words = useWords(deskWords).customer.discounts;
  const { format } = usePage();
  if (basisPoints !== null) return words.off(format.percent(basisPoints));
  return fixedPrice === null ? null : words.fixed(format.unitPrice(fixedPrice, currency ?? ''));
}

/** Who came in lately, and who was refused. */
export function SignInsSheet({ events }: { events: readonly SignInEvent[] }) {
  const words = useWords(deskWords).customer.signIns;
  return (
    <Sheet title={words.title} isFlush={events.length > 0}>
      {events.length === 0 && <p>{words.none}</p>}
      {events.length > 0 && (
        <DataTable
          caption={words.title}
          columns={[
            {
              key: 'who',
              head: words.who,
              cell: ({ holderName, key }) => [holderName, key?.label].filter(Boolean).join(', '),
            },
            {
              key: 'what',
              head: words.what,
              phone: 'mark',
              cell: ({ type, isRefused }) => <EventMark type={type} isRefused={isRefused} />,
            },
            {
              key: 'why',
              head: words.why,
              cell: ({ reason, isRefused }) => isRefused && <EventReason reason={reason} note={null} />,
            },
            { key: 'when', head: words.when, cell: ({ at }) => <Instant at={at} /> },
            { key: 'place', head: words.place, cell: ({ place }) => place },
          ]}
          rows={events}
          rowKey={({ seq }) => seq.toString()}
          rowHref={({ key }) => (key === null ? null : `/desk/keys/${key.id}`)}
        />
      )}
    </Sheet>
  );
}
