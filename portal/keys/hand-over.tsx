import { formatCardNumber } from '#auth/keys/card-number.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { CopyCode } from '../ui/copy-code.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { QrPath } from './qr-path.ts';
import { keysWords } from './words.ts';

/** What a person needs to register a key. Made once, shown once. */
export type HandOverFacts = {
  keyId: string;
  holderName: string;
  accountName: string;
  label: string;
  serial: string | null;
  /** Digits only. */
  cardNumber: string | null;
  url: string;
  qr: QrPath;
  /** Sent back for the papers, which are made from it. */
  token: string;
  /** Null while an owner of the account has to confirm the key; the code is then theirs. */
  claimCode: string | null;
  expiresAt: Date;
};

/**
 * The sheet that goes with the key, and the code that goes another way. Only the sheet is printed: somebody who finds
 * it has no code.
 */
export function HandOver({ facts, doneHref }: { facts: HandOverFacts; doneHref: string }) {
  const words = useWords(keysWords).handOver;
  return (
    <>
      <div className="screen-only">
        <Notice kind="watch">
          <p>{words.once}</p>
        </Notice>
      </div>
      <HandOverSheet facts={facts} />
      <div className="screen-only stack">
        <Sheet title={words.code}>
          {facts.claimCode === null ? <OwnersCode /> : <ClaimCode facts={facts} code={facts.claimCode} />}
        </Sheet>
        <div className="form-actions">
          <LinkButton href={doneHref}>{words.done}</LinkButton>
        </div>
      </div>
    </>
  );
}

function ClaimCode({ facts, code }: { facts: HandOverFacts; code: string }) {
  const words = useWords(keysWords).handOver;
  return (
    <>
      <CopyCode code={code} isLarge />
      <p>{words.codeAdvice}</p>
      <PaperForm facts={facts} paper="claim-slip" />
    </>
  );
}

/** The account has a key in use: its owner confirms this one, and gets the code. */
function OwnersCode() {
  const words = useWords(keysWords).handOver;
  return (
    <>
      <p>{words.ownersCode}</p>
      <p className="soft">{words.ownersCodeWhy}</p>
    </>
  );
}

/** Asks for a paper, in a tab of its own. It is made anew each time; what is secret in it travels in the form. */
function PaperForm({
  facts: { keyId, token, claimCode },
  paper,
}: {
  facts: HandOverFacts;
  paper: 'hand-over-sheet' | 'claim-slip';
}) {
  const words = useWords(keysWords).handOver;
  const isSlip = paper === 'claim-slip';
  return (
    <form method="post" action={`/desk/keys/${keyId}/${paper}`} target="_blank" className="form">
      <input type="hidden" name="token" value={token} />
      {isSlip && <input type="hidden" name="claimCode" value={claimCode ?? ''} />}
      <p className="soft">{isSlip ? words.slipAdvice : words.sheetAdvice}</p>
      <div className="form-actions">
        <Button icon="print" kind={isSlip ? 'quiet' : 'primary'}>
          {isSlip ? words.slipPdf : words.sheetPdf}
        </Button>
      </div>
    </form>
  );
}

function HandOverSheet({ facts }: { facts: HandOverFacts }) {
  const words = useWords(keysWords).handOver;
  const { format } = usePage();
  const { label, serial, cardNumber, url, expiresAt, claimCode } = facts;
  return (
    <Sheet>
      <article className="hand-over">
        <div>
          <h2>{words.sheetTitle(facts.holderName)}</h2>
          <p>{words.forAccount(facts.accountName)}</p>
        </div>
        <KeyValueList
          items={[
            { key: words.label, value: label },
            ...(cardNumber === null ? [] : [{ key: words.cardNumber, value: formatCardNumber(cardNumber) }]),
            ...(serial === null ? [] : [{ key: words.serial, value: serial }]),
          ]}
        />
        <div className="hand-over-code">
          <QrCode qr={facts.qr} />
          <div className="stack">
            <p>
              <b>{words.link}</b>
            </p>
            <CopyCode code={url} />
            <p className="soft">{words.linkUntil(format.instant(expiresAt))}</p>
          </div>
        </div>
        <div>
          <h3>{words.steps.title}</h3>
          <ol>
            <li>{words.steps.open}</li>
            <li>{words.steps.code[claimCode === null ? 'owner' : 'manager']}</li>
            <li>{words.steps.plug}</li>
          </ol>
        </div>
        <p>{words.steps.after}</p>
      </article>
      <div className="screen-only">
        <PaperForm facts={facts} paper="hand-over-sheet" />
      </div>
    </Sheet>
  );
}

function QrCode({ qr: { size, path } }: { qr: QrPath }) {
  const words = useWords(keysWords).handOver;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={words.qr}>
      <path d={path} />
    </svg>
  );
}

/** Said instead of a link that was shown before. */
export function ShownOnce({ keyId }: { keyId: string }) {
  const words = useWords(keysWords).shownOnce;
  return (
    <>
      <Notice kind="info" title={words.title}>
        <p>{words.text}</p>
      </Notice>
      <div className="form-actions">
        <LinkButton kind="primary" href={`/desk/keys/${keyId}/new-link`}>
          {words.newLink}
        </LinkButton>
        <LinkButton href={`/desk/keys/${keyId}`}>{words.toKey}</LinkButton>
      </div>
    </>
  );
}
