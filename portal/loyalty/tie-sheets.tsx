import { isKeyStatus } from '#auth/keys/key.ts';
import { keysWords } from '../keys/words.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Field, Select } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { AccountKeys, FoundAccount, Tie } from './find-ties.server.ts';
import { loyaltyWords } from './words.ts';

type TiesSheetProps = {
  action: string;
  ties: { rows: readonly Tie[]; nextCursor: string | null };
  isLaterPage: boolean;
};

/** The keys that carry a discount, each with the way to take it off. */
export function TiesSheet({ action, ties, isLaterPage }: TiesSheetProps) {
  const words = useWords(loyaltyWords).ties;
  const next = ties.nextCursor && `${action}?${new URLSearchParams({ ties: ties.nextCursor })}`;
  if (ties.rows.length === 0) {
    return (
      <Sheet title={words.title}>
        <p className="soft">{words.empty}</p>
      </Sheet>
    );
  }
  const columns = words.columns;
  return (
    <Sheet
      title={words.title}
      isFlush
      foot={(next || isLaterPage) && <Pager nextHref={next} firstHref={isLaterPage ? action : null} />}
    >
      <DataTable
        caption={words.title}
        rows={ties.rows}
        rowKey={({ id }) => id}
        columns={[
          { key: 'account', head: columns.account, cell: ({ account }) => account.name },
          { key: 'key', head: columns.key, cell: (tie) => <KeyOfTie tie={tie} /> },
          { key: 'tied', head: columns.tied, cell: ({ tiedAt }) => <Instant at={tiedAt} /> },
          {
            key: 'action',
            head: columns.action,
            phone: 'figure',
            cell: (tie) => <UntieForm action={action} tie={tie} />,
          },
        ]}
      />
    </Sheet>
  );
}

function KeyOfTie({ tie: { key } }: { tie: Tie }) {
  const words = useWords(loyaltyWords).ties;
  const { statuses } = useWords(keysWords);
  return (
    <>
      {words.keyOf(key.label, key.holderName)}
      {isKeyStatus(key.status) && <span className="soft"> · {statuses[key.status]}</span>}
    </>
  );
}

function UntieForm({ action, tie: { id, key } }: { action: string; tie: Tie }) {
  const words = useWords(loyaltyWords).ties;
  return (
    <KeyForm action={action}>
      <input type="hidden" name="tieId" value={id} />
      <Button
        name="intent"
        value="untie"
        kind="plain"
        size="small"
        aria-label={words.untieOf(words.keyOf(key.label, key.holderName))}
      >
        {words.untie}
      </Button>
    </KeyForm>
  );
}

type Search = { text: string; found: readonly FoundAccount[]; chosen: AccountKeys | null };

/** A customer by name or number, then one of their keys. */
export function GiveToKeySheet({ action, search }: { action: string; search: Search }) {
  const words = useWords(loyaltyWords).ties;
  const { text, found, chosen } = search;
  return (
    <Sheet title={words.add}>
      <form method="get" action={action} className="form">
        <Field
          name="q"
          label={words.search}
          hint={words.searchHint}
          type="search"
          required
          defaultValue={text}
          maxLength={100}
        />
        <div className="form-actions">
          <Button icon="search">{words.find}</Button>
        </div>
      </form>
      {chosen === null ? (
        <FoundAccounts action={action} text={text} found={found} />
      ) : (
        <KeyChoice action={action} account={chosen} />
      )}
    </Sheet>
  );
}

function FoundAccounts({ action, text, found }: { action: string } & Omit<Search, 'chosen'>) {
  const words = useWords(loyaltyWords).ties;
  if (text === '') return null;
  if (found.length === 0) return <p role="status">{words.noAccount}</p>;
  return (
    <>
      <p role="status">{words.choose}</p>
      <ul>
        {found.map(({ id, name, number }) => (
          <li key={id}>
            <a href={`${action}?${new URLSearchParams({ q: text, account: id })}`}>
              {name} ({number})
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function KeyChoice({ action, account }: { action: string; account: AccountKeys }) {
  const words = useWords(loyaltyWords).ties;
  if (account.keys.length === 0) return <p role="status">{words.noKeys(account.name)}</p>;
  return (
    <KeyForm action={action} className="form">
      <h3>{words.keysOf(account.name)}</h3>
      <input type="hidden" name="accountId" value={account.id} />
      <Select
        name="keyId"
        label={words.key}
        required
        options={account.keys.map(({ id, label, holderName }) => ({
          value: id,
          word: words.keyOf(label, holderName),
        }))}
      />
      <div className="form-actions">
        <Button name="intent" value="tie" kind="primary">
          {words.tie}
        </Button>
      </div>
    </KeyForm>
  );
}
