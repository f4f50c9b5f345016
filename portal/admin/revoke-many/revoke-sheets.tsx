import type { ListedKey } from '#auth/keys/mass-revoke.ts';
import { KeyStatusMark } from '../../keys/key-status-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Select, Textarea } from '../../ui/field.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { MANY_KEYS_FIELDS } from './many-keys-form.ts';
import type { ManyKeysTexts } from './many-keys-form.ts';
import { revokeManyWords } from './words.ts';

/** Why a list can't be shown or asked for. */
export type ManyKeysProblem =
  | { is: 'badSerials'; lines: readonly string[] }
  | { is: 'missing'; serials: readonly string[] }
  | { is: 'choose' | 'nothing' | 'too_many' | 'keys_changed' | 'proposed_already' | 'reason' };

const PATH = '/admin/keys/revoke';
const LINES_TOLD = 20;

type ChooseSheetProps = {
  texts: ManyKeysTexts;
  models: readonly string[];
  batches: readonly string[];
  problem: ManyKeysProblem | null;
};

/** Which keys: a batch, a model, or serials. Shows the list, and changes nothing. */
export function ChooseSheet({ texts, models, batches, problem }: ChooseSheetProps) {
  const words = useWords(revokeManyWords);
  const options = (values: readonly string[]) => [
    { value: '', word: words.any },
    ...values.map((value) => ({ value, word: value })),
  ];
  const { choices } = words;
  const by = (['batch', 'model', 'serials'] as const).map((value) => ({ value, word: choices[value] }));
  return (
    <Sheet title={words.by}>
      <form method="post" action={PATH} className="form">
        {problem && (
          <Notice kind="problem">
            <Problem of={problem} />
          </Notice>
        )}
        <p className="soft">{words.staff}</p>
        <Select name="by" label={words.by} required defaultValue={texts.by} options={by} />
        <Select
          isOptionalUnsaid
          name="batch"
          label={words.batch}
          defaultValue={texts.batch}
          options={options(batches)}
        />
        <Select
          isOptionalUnsaid
          name="model"
          label={words.model}
          defaultValue={texts.model}
          options={options(models)}
        />
        <Textarea
          isOptionalUnsaid
          name="serials"
          label={words.serials}
          hint={words.serialsHint}
          rows={4}
          defaultValue={texts.serials}
        />
        <div className="form-actions">
          <Button name="intent" value="look" kind="primary">
            {words.look}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

type Shown = { keys: readonly ListedKey[]; count: number; hash: string };
type ListSheetProps = { texts: ManyKeysTexts; shown: Shown; problem: ManyKeysProblem | null };

/** The list, and the request that another administrator confirms it. The key signs the hash of all of it. */
export function ListSheet({ texts, shown: { keys, count, hash }, problem }: ListSheetProps) {
  const words = useWords(revokeManyWords);
  const { format } = usePage();
  return (
    <Sheet title={words.found(count)}>
      <ListTable keys={keys} />
      {keys.length < count && <p className="soft">{words.shown(keys.length)}</p>}
      <KeyForm action={PATH} className="form">
        {problem && (
          <Notice kind="problem">
            <Problem of={problem} />
          </Notice>
        )}
        {MANY_KEYS_FIELDS.map((name) => (
          <input key={name} type="hidden" name={name} value={texts[name]} />
        ))}
        <input type="hidden" name="keysHash" value={hash} />
        <Textarea
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          required
          rows={2}
          maxLength={500}
        />
        <div className="form-actions">
          <Button name="intent" value="ask" kind="danger">
            {words.ask} ({format.count(count)})
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}

function ListTable({ keys }: { keys: readonly ListedKey[] }) {
  const words = useWords(revokeManyWords);
  const { columns } = words;
  return (
    <DataTable
      caption={words.title}
      rows={keys}
      rowKey={({ keyId }) => keyId}
      columns={[
        { key: 'serial', head: columns.serial, cell: ({ serial, label }) => serial ?? label },
        { key: 'holder', head: columns.holder, cell: ({ holderName }) => holderName },
        {
          key: 'customer',
          head: columns.customer,
          cell: ({ accountName }) => accountName ?? <span className="soft">{words.inStock}</span>,
        },
        {
          key: 'state',
          head: columns.state,
          phone: 'mark',
          cell: ({ status }) => <KeyStatusMark status={status} />,
        },
      ]}
    />
  );
}

function Problem({ of }: { of: ManyKeysProblem }) {
  const { faults } = useWords(revokeManyWords);
  if (of.is === 'badSerials') return <p>{faults.badSerials(of.lines.slice(0, LINES_TOLD).join(', '))}</p>;
  if (of.is === 'missing') return <p>{faults.missing(of.serials.slice(0, LINES_TOLD).join(', '))}</p>;
  return <p>{faults[of.is]}</p>;
}
