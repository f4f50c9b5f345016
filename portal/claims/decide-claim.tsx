import { Button } from '../ui/button.tsx';
import { Textarea } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { ANSWER_LENGTH_MAX } from './claim.ts';
import type { DeskClaimDetail } from './find-desk-claims.server.ts';
import { claimsWords } from './words.ts';

/** What is wrong with what was typed into one of the forms. */
type Fault = { of: string | undefined; text: string; answer: string | undefined };

/** What a manager can do about a claim now. */
export function DecideClaim({ claim, fault }: { claim: DeskClaimDetail; fault: Fault | null }) {
  const isOpen = claim.state === 'queued' || claim.state === 'checked';
  const canAccept = isOpen && !claim.isHeld && claim.order !== null;
  if (!isOpen && !claim.canRelease) return null;
  return (
    <div className="columns">
      {claim.canRelease && <Release claim={claim} />}
      {canAccept && <Accept claim={claim} fault={fault?.of === 'accepted' ? fault : null} />}
      {isOpen && <Refuse claim={claim} fault={fault?.of === 'refused' ? fault : null} />}
    </div>
  );
}

type FormProps = { claim: DeskClaimDetail };

function Release({ claim: { id, number, isHeld } }: FormProps) {
  const words = useWords(claimsWords).desk;
  return (
    <Sheet title={isHeld ? words.vouchTitle(number) : words.againTitle(number)}>
      <KeyForm className="form" action={pathOf(id)}>
        <p>{isHeld ? words.vouchText : words.againText}</p>
        <div className="form-actions">
          <Button name="intent" value="release">
            {isHeld ? words.vouch : words.again}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}

function Accept({ claim: { id, number }, fault }: FormProps & { fault: Fault | null }) {
  const words = useWords(claimsWords).desk;
  return (
    <Sheet title={words.acceptTitle(number)}>
      <KeyForm className="form" action={pathOf(id)}>
        <p>{words.acceptText}</p>
        <Textarea
          id="accept-answer"
          name="answer"
          label={words.acceptAnswer}
          hint={words.acceptHint}
          rows={2}
          maxLength={ANSWER_LENGTH_MAX}
          defaultValue={fault?.answer}
          error={fault?.text}
        />
        <div className="form-actions">
          <Button kind="primary" name="intent" value="accept">
            {words.accept}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}

function Refuse({ claim: { id, number }, fault }: FormProps & { fault: Fault | null }) {
  const words = useWords(claimsWords).desk;
  return (
    <Sheet title={words.refuseTitle(number)}>
      <KeyForm className="form" action={pathOf(id)}>
        <p>{words.refuseText}</p>
        <Textarea
          id="refuse-answer"
          name="answer"
          label={words.reason}
          rows={2}
          maxLength={ANSWER_LENGTH_MAX}
          defaultValue={fault?.answer}
          error={fault?.text}
          required
        />
        <div className="form-actions">
          <Button kind="danger" name="intent" value="refuse">
            {words.refuse}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}

function pathOf(id: string): string {
  return `/desk/claims/${encodeURIComponent(id)}`;
}
