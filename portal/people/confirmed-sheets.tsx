import type { GivenPin } from '#auth/pins/reset-pin.ts';
import { CopyCode } from '../ui/copy-code.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { peopleWords } from './words.ts';

type ConfirmedProps = { claimCode: string | null; oneTimePin: GivenPin | null; isOfStaff?: boolean };

/** What was confirmed is shown to whoever confirmed it, this once: the code of a key, or its new PIN. */
export function ConfirmedSheets({ claimCode, oneTimePin, isOfStaff = false }: ConfirmedProps) {
  const { code, pin, staff } = useWords(peopleWords);
  const { format } = usePage();
  return (
    <>
      {claimCode !== null && (
        <Sheet title={code.title}>
          <CopyCode code={claimCode} isLarge />
          <p>{isOfStaff ? staff.code : code.text}</p>
          <p className="soft">{code.once}</p>
        </Sheet>
      )}
      {oneTimePin !== null && (
        <Sheet title={pin.title}>
          <CopyCode code={oneTimePin.pin} isLarge />
          <p>{isOfStaff ? staff.pin : pin.text}</p>
          <p className="soft">{pin.until(format.instant(oneTimePin.expiresAt))}</p>
          <p className="soft">{pin.ended(oneTimePin.endedSessions)}</p>
          <p className="soft">{pin.once}</p>
        </Sheet>
      )}
    </>
  );
}
