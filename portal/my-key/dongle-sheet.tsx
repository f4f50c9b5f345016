import { donglesWords } from '../dongles/words.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { MyKey } from './find-my-key.server.ts';

/** Of an old key: that its agent watches it, and that there is a better one. */
export function DongleSheet({ dongle }: { dongle: NonNullable<MyKey['dongle']> }) {
  const { thisDongle: words, exchange } = useWords(donglesWords);
  const { isCode, managerName } = dongle;
  return (
    <Sheet title={words.agent}>
      <p>{words.watched}</p>
      <Notice kind="info" title={exchange.title}>
        <p>{exchange.text(isCode)}</p>
        <p>{managerName === null ? exchange.howUnknown : exchange.how(managerName)}</p>
      </Notice>
    </Sheet>
  );
}
