import type { Closing, ClosingKey } from '#auth/accounts/find-closing.ts';
import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Checkbox } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { closeWords } from './close-words.ts';

/** What ends, as numbers; what has none is left out. */
export function ClosingList({ closing }: { closing: Closing }) {
  const words = useWords(closeWords);
  const counted = (['people', 'sessions', 'links', 'proposals', 'discounts'] as const).flatMap((name) =>
    closing[name] === 0 ? [] : [words[name](closing[name])],
  );
  return (
    <div className="stack">
      <p>{words.consequence}</p>
      <ul>
        {[...counted, words.documents].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{words.stays}</p>
      {closing.ties > 0 && <p>{words.ties(closing.ties)}</p>}
    </div>
  );
}

/** Every key by name: whoever confirms signs this very list. Those that never left the desk can go back into stock. */
export function ClosingKeys({ keys }: { keys: readonly ClosingKey[] }) {
  const words = useWords(closeWords);
  const heads = words.columns;
  if (keys.length === 0) return <p>{words.noKeys}</p>;
  return (
    <section aria-label={words.listTitle} className="stack">
      <h3>{words.keys(keys.length)}</h3>
      <DataTable
        caption={words.listTitle}
        columns={[
          { key: 'key', head: heads.key, cell: ({ label }) => label },
          { key: 'holder', head: heads.holder, cell: ({ holderName }) => holderName },
          { key: 'serial', head: heads.serial, cell: ({ serial }) => serial && <code>{serial}</code> },
          {
            key: 'state',
            head: heads.state,
            phone: 'mark',
            cell: ({ status }) => <KeyStatusMark status={status} />,
          },
        ]}
        rows={keys}
        rowKey={({ keyId }) => keyId}
      />
      {keys
        .filter(({ mayReturn }) => mayReturn)
        .map(({ keyId, label }) => (
          <Checkbox
            key={keyId}
            name="returned"
            id={`returned-${keyId}`}
            value={keyId}
            label={words.back(label)}
          />
        ))}
      <p className="soft">{words.signed}</p>
    </section>
  );
}
