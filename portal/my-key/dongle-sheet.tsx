import { donglesWords } from '../dongles/words.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { MyKey } from './find-my-key.server.ts';

/** Of an old key: by which agent it gets in, and that there is a better one. */
export function DongleSheet({ dongle }: { dongle: NonNullable<MyKey['dongle']> }) {
  const { thisDongle: words, exchange } = useWords(donglesWords);
  const { format } = usePage();
  const { isCode, agentSince, protection, managerName } = dongle;
  const where = protection === 'file' ? words.inFile : '';
  return (
    <Sheet title={words.agent}>
      {agentSince !== null && (
        <KeyValueList items={[{ key: words.agent, value: words.agentOf(where, format.dayOf(agentSince)) }]} />
      )}
      <p>{words.watched}</p>
      <Notice kind="info" title={exchange.title}>
        <p>{exchange.text(isCode)}</p>
        <p>{managerName === null ? exchange.howUnknown : exchange.how(managerName)}</p>
      </Notice>
    </Sheet>
  );
}
