import { canMakeTransition } from '#auth/keys/key.ts';
import type { OwnKey } from '#auth/keys/find-own-keys.ts';
import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { MyKey } from './find-my-key.server.ts';
import { myKeyWords } from './words.ts';

type MyKeysProps = { myKey: Pick<MyKey, 'thisKey' | 'otherKeys' | 'hasSpare'>; isStaff: boolean };

/** All keys of the person; a person with one key is told what that means (REG-24). */
export function MyKeysSheet({ myKey, isStaff }: MyKeysProps) {
  const words = useWords(myKeyWords).keys;
  const { thisKey, otherKeys, hasSpare } = myKey;
  return (
    <>
      {!hasSpare && (
        <Notice kind="watch" title={words.noSpareTitle}>
          <p>{isStaff ? words.noSpareStaff : words.noSpare}</p>
        </Notice>
      )}
      {otherKeys.length > 0 && (
        <Sheet title={words.title} isFlush>
          <DataTable
            caption={words.title}
            columns={useColumns(thisKey, isStaff)}
            rows={[thisKey, ...otherKeys]}
            rowKey={({ keyId }) => keyId}
          />
        </Sheet>
      )}
    </>
  );
}

function useColumns(thisKey: OwnKey, isStaff: boolean): Column<OwnKey>[] {
  const words = useWords(myKeyWords).keys;
  const account: Column<OwnKey> = {
    key: 'account',
    head: words.account,
    cell: ({ accountName }) => accountName,
  };
  return [
    {
      key: 'key',
      head: words.key,
      cell: (key) => (
        <>
          {key.label} {key === thisKey && <span className="soft">{words.thisOne}</span>}
        </>
      ),
    },
    ...(isStaff ? [] : [account]),
    {
      key: 'lastUsed',
      head: words.lastUsed,
      phoneWord: words.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Instant at={lastUsedAt} /> : words.never),
    },
    {
      key: 'state',
      head: words.state,
      phone: 'mark',
      cell: ({ status }) => <KeyStatusMark status={status} />,
    },
    ...(isStaff ? [] : [useStopColumn(thisKey)]),
  ];
}

/** The spare key stops the lost one, at once and without asking anybody (REC-02). */
function useStopColumn(thisKey: OwnKey): Column<OwnKey> {
  const words = useWords(myKeyWords).keys;
  return {
    key: 'stop',
    head: words.stop,
    cell: (key) =>
      key !== thisKey &&
      canMakeTransition(key.status, 'suspend') && (
        <form method="post" action={`/people/keys/${key.keyId}/stop`}>
          <Button kind="danger" size="small" aria-label={words.stopKey(key.label)}>
            {words.stop}
          </Button>
        </form>
      ),
  };
}
