import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Select, Textarea } from '../ui/field.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { QuantityInput } from '../ui/quantity-input.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { CLAIM_KINDS, NOTE_LENGTH_MAX, WISHES } from './claim.ts';
import type { FormFault, LineFault, TypedClaim } from './claim-form.ts';
import type { ClaimableLine } from './claimable-lines.ts';
import { claimsWords } from './words.ts';

type ClaimFieldsProps = {
  lines: readonly ClaimableLine[];
  /** What was typed and could not be sent. */
  typed: TypedClaim | null;
  lineFaults: ReadonlyMap<string, LineFault> | null;
  faults: readonly FormFault[];
};

/** What is wrong with which lines, what the customer wishes, and what happened. */
export function ClaimFields({ lines, typed, lineFaults, faults }: ClaimFieldsProps) {
  const words = useWords(claimsWords);
  const { form, problems } = words;
  const noteFault = faults.find((fault) => fault === 'note' || fault === 'note_long');
  return (
    <>
      <Sheet title={words.columns.kind} isFlush>
        <LineTable lines={lines} typed={typed} lineFaults={lineFaults} />
      </Sheet>
      <Sheet>
        <div className="form">
          <Select
            name="wish"
            label={form.wish}
            defaultValue={typed?.wish ?? ''}
            options={[
              { value: '', word: words.choose },
              ...WISHES.map((wish) => ({ value: wish, word: words.wishes[wish] })),
            ]}
            error={faults.includes('wish') ? problems.wish : undefined}
            required
          />
          <Textarea
            name="note"
            label={form.note}
            hint={form.noteHint}
            rows={5}
            maxLength={NOTE_LENGTH_MAX}
            defaultValue={typed?.note ?? ''}
            error={noteFault && problems[noteFault]}
          />
          <div className="form-actions">
            <Button kind="primary">{form.send}</Button>
          </div>
        </div>
      </Sheet>
    </>
  );
}

function LineTable({ lines, typed, lineFaults }: Omit<ClaimFieldsProps, 'faults'>) {
  const { format } = usePage();
  const words = useWords(claimsWords);
  const { columns } = words;
  return (
    <DataTable
      caption={columns.goods}
      rows={lines}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'goods',
          head: columns.goods,
          cell: (line) => <Goods line={line} fault={lineFaults?.get(line.id)} />,
        },
        {
          key: 'delivered',
          head: columns.delivered,
          isNumber: true,
          phoneWord: words.deliveredWord,
          cell: ({ most, unit }) => format.quantity(most, unit),
        },
        {
          key: 'quantity',
          head: columns.quantity,
          isNumber: true,
          phoneWord: words.quantityWord,
          cell: (line) => (
            <QuantityInput
              id={`quantity-${line.id}`}
              label={words.quantityOf(line.name)}
              unit={line.unit}
              text={typed?.lines.get(line.id)?.quantity ?? ''}
              isFaulty={isOfQuantity(lineFaults?.get(line.id))}
            />
          ),
        },
        {
          key: 'kind',
          head: columns.kind,
          cell: (line) => (
            <KindSelect
              line={line}
              value={typed?.lines.get(line.id)?.kind ?? ''}
              isFaulty={lineFaults?.get(line.id) === 'kind'}
            />
          ),
        },
      ]}
    />
  );
}

function isOfQuantity(fault: LineFault | undefined): boolean {
  return fault !== undefined && fault !== 'kind';
}

function Goods({ line: { name, sku }, fault }: { line: ClaimableLine; fault: LineFault | undefined }) {
  const words = useWords(claimsWords);
  return (
    <>
      {name} <span className="code soft">{sku}</span>
      {fault !== undefined && <div className="field-error">{words.faults[fault]}</div>}
    </>
  );
}

type CellProps = { line: ClaimableLine; isFaulty: boolean };

function KindSelect({ line, value, isFaulty }: CellProps & { value: string }) {
  const words = useWords(claimsWords);
  return (
    <select
      id={`kind-${line.id}`}
      name={`kind-${line.id}`}
      className="input"
      aria-label={words.kindOf(line.name)}
      aria-invalid={isFaulty ? true : undefined}
      defaultValue={value}
    >
      <option value="">{words.choose}</option>
      {CLAIM_KINDS.map((kind) => (
        <option key={kind} value={kind}>
          {words.kinds[kind]}
        </option>
      ))}
    </select>
  );
}
