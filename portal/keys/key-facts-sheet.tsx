import type { ReactNode } from 'react';
import { formatCardNumber } from '#auth/keys/card-number.ts';
import { isEnded, isWaiting } from '#auth/keys/key.ts';
import type { KeyDetails } from '#auth/keys/find-key.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import { EventReason } from './event-words.tsx';
import { KeyStatusMark } from './key-status-mark.tsx';
import { keysWords } from './words.ts';

type KeyFactsSheetProps = {
  keyDetails: KeyDetails;
  /** The customer's page; null for whoever may not open it. */
  accountHref: string | null;
};

/** What a key is: whose, in which state and since when, of which make. */
export function KeyFactsSheet({ keyDetails: key, accountHref }: KeyFactsSheetProps) {
  const { page: words, proven, kinds, history } = useWords(keysWords);
  return (
    <Sheet>
      <KeyValueList
        items={[
          { key: words.state, value: <State of={key} /> },
          { key: words.holder, value: key.holder.name },
          {
            key: words.account,
            value: accountHref === null ? key.account.name : <a href={accountHref}>{key.account.name}</a>,
          },
          ...factsOf([
            { key: words.kind, value: key.kind && kinds[key.kind] },
            { key: words.cardNumber, value: key.cardNumber && formatCardNumber(key.cardNumber) },
            { key: words.serial, value: key.serial },
            { key: words.batch, value: key.batch },
            { key: words.order, value: key.orderNumber },
            { key: words.replaces, value: key.replaces && <ReplacedKey of={key.replaces} /> },
            { key: words.evidence, value: key.evidence && history.reasons[key.evidence] },
          ]),
          ...(key.modelName === null ? [] : [{ key: words.model, value: key.modelName }]),
          {
            key: words.proof,
            value: key.attestation === null ? words.noModel : proven[key.attestation],
          },
          ...(key.serverPin === null ? [] : [{ key: words.pin, value: <Pin of={key.serverPin} /> }]),
          {
            key: words.issued,
            value: (
              <>
                {key.issuedAt !== null && <Instant at={key.issuedAt} />}
                {key.issuedByName !== null && <span className="soft"> {words.by(key.issuedByName)}</span>}
              </>
            ),
          },
          ...factsOf([{ key: words.shipped, value: key.shippedAt && <Instant at={key.shippedAt} /> }]),
          {
            key: words.registered,
            value: key.activatedAt === null ? words.notRegistered : <Instant at={key.activatedAt} />,
          },
          {
            key: words.lastUsed,
            value: key.lastUsedAt === null ? words.never : <Instant at={key.lastUsedAt} isRelative />,
          },
          ...(isWaiting(key.status) ? [{ key: words.link, value: <Link of={key} /> }] : []),
        ]}
      />
    </Sheet>
  );
}

/** What is not known has no line. */
function factsOf(facts: readonly { key: string; value: ReactNode }[]) {
  return facts.filter(({ value }) => value !== null);
}

function ReplacedKey({ of: { id, label } }: { of: { id: string; label: string } }) {
  return <a href={`/desk/keys/${id}`}>{label}</a>;
}

/** Of a key that opens nothing, also why. A reason is a sentence of a person, or a code of ours. */
function State({ of: { status, statusReason } }: { of: KeyDetails }) {
  const { reasons } = useWords(keysWords).history;
  const isStopped = status === 'suspended' || status === 'lost' || isEnded(status);
  return (
    <>
      <KeyStatusMark status={status} />
      {isStopped && statusReason !== null && (
        <>
          <br />
          {statusReason in reasons ? (
            <EventReason reason={statusReason} note={null} />
          ) : (
            <q>{statusReason}</q>
          )}
        </>
      )}
    </>
  );
}

/** What a manager may know of a PIN that the portal checks; never the PIN. */
function Pin({ of }: { of: NonNullable<KeyDetails['serverPin']> }) {
  const words = useWords(keysWords).page;
  const { format } = usePage();
  const { mustChange, failures, expiresAt } = of;
  const kind =
    mustChange && expiresAt !== null ? words.pins.oneTime(format.instant(expiresAt)) : words.pins.chosen;
  return failures === 0 ? kind : `${kind}; ${words.pins.failures(failures)}`;
}

function Link({ of: { link } }: { of: KeyDetails }) {
  const words = useWords(keysWords).page;
  const { format } = usePage();
  return link === null ? words.noLink : words.links[link.state](format.instant(link.expiresAt));
}
