import type { UnsafeKey } from '#auth/metadata/find-unsafe-keys.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { keysWords } from './words.ts';

/** A manager's task: keys that the portal suspended since their model is not safe any more. */
export function UnsafeKeys({ keys, total }: { keys: readonly UnsafeKey[]; total: number }) {
  const words = useWords(keysWords).unsafeKeys;
  if (total === 0) return null;
  return (
    <Notice kind="problem" title={words.title(total)}>
      <p>{words.text}</p>
      <ul>
        {keys.map(({ keyId, label, holderName, accountName }) => (
          <li key={keyId}>
            <a href={`/desk/keys/${keyId}`}>{label}</a>, {holderName}, {accountName}
          </li>
        ))}
      </ul>
      {total > keys.length && <p>{words.more(total - keys.length)}</p>}
    </Notice>
  );
}
