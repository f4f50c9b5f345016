import { Button } from '../ui/button.tsx';
import { Textarea } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { DiscountStatus } from './find-discounts.server.ts';
import { loyaltyWords } from './words.ts';

type SwitchSheetsProps = { action: string; status: DiscountStatus; canActivate: boolean };

/** Switches a draft on, and ends what is not ended. */
export function SwitchSheets({ action, status, canActivate }: SwitchSheetsProps) {
  const words = useWords(loyaltyWords).switch;
  return (
    <div className="stack">
      {status === 'draft' && canActivate && (
        <Sheet title={words.activateTitle}>
          <KeyForm action={action} className="form">
            <p>{words.activateText}</p>
            <div className="form-actions">
              <Button name="intent" value="activate" kind="primary">
                {words.activate}
              </Button>
            </div>
          </KeyForm>
        </Sheet>
      )}
      <Sheet title={words.endTitle}>
        <KeyForm action={action} className="form">
          <p>{words.endText}</p>
          <Textarea
            name="reason"
            label={words.reason}
            hint={words.reasonHint}
            required
            maxLength={500}
            rows={2}
          />
          <div className="form-actions">
            <Button name="intent" value="end" kind="danger">
              {words.end}
            </Button>
          </div>
        </KeyForm>
      </Sheet>
    </div>
  );
}

/** Says which source hears of the discount, and how. */
export function OutgoingSheet({ files }: { files: readonly { source: string; path: string }[] }) {
  const words = useWords(loyaltyWords).outgoing;
  return (
    <Sheet title={words.title}>
      {files.length === 0 ? (
        <Notice kind="watch">{words.none}</Notice>
      ) : (
        <>
          <p>{words.lead}</p>
          <ul>
            {files.map(({ source, path }) => (
              <li key={path}>{words.file(source, path)}</li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}
