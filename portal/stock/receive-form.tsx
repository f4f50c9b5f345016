import { KEY_KINDS } from '#auth/keys/key-kind.ts';
import { keysWords } from '../keys/words.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select, Textarea } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { StockFileFault } from './read-stock-file.server.ts';
import type { ReceiveTexts } from './receive-form.server.ts';
import type { StockFault } from './stock-list.ts';
import { stockWords } from './words.ts';

type ReceiveFormProps = {
  texts: ReceiveTexts;
  fault: StockFileFault | { kind: 'both' } | null;
  /** Of single lines, all of them. */
  faults: readonly StockFault[];
};

/** Serials typed or scanned, one a line, or a file that says more of each. */
export function ReceiveForm({ texts, fault, faults }: ReceiveFormProps) {
  const words = useWords(stockWords).receive;
  const { kinds } = useWords(keysWords);
  const field = (name: 'model' | 'batch' | 'cost' | 'currency') => ({
    name,
    label: words.columns[name],
    defaultValue: texts[name],
  });
  return (
    <>
      {fault !== null && (
        <Notice kind="problem" title={words.nothingStored}>
          <p>{useFault(fault)}</p>
        </Notice>
      )}
      {faults.length > 0 && <BadLines faults={faults} />}
      <form className="stack" method="post" action="/desk/stock/receive" encType="multipart/form-data">
        <Sheet title={words.typedTitle}>
          <div className="form">
            <Textarea
              name="serials"
              label={words.serials}
              hint={words.serialsHint}
              defaultValue={texts.serials}
              rows={6}
              spellCheck={false}
              autoComplete="off"
            />
            <Select
              name="kind"
              label={words.columns.kind}
              options={KEY_KINDS.map((value) => ({ value, word: kinds[value] }))}
              defaultValue={texts.kind}
              required
            />
            <Field {...field('model')} maxLength={60} />
            <Field {...field('batch')} maxLength={60} />
            <Field {...field('cost')} inputMode="decimal" maxLength={20} />
            <Field {...field('currency')} hint={words.currencyHint} maxLength={3} />
          </div>
        </Sheet>
        <Sheet title={words.fileTitle}>
          <div className="form">
            <Field name="file" type="file" accept=".csv,text/csv" label={words.file} hint={words.fileHint} />
          </div>
        </Sheet>
        <div className="form-actions">
          <Button kind="primary">{words.check}</Button>
        </div>
      </form>
    </>
  );
}

function BadLines({ faults }: { faults: readonly StockFault[] }) {
  const words = useWords(stockWords).receive;
  return (
    <Notice kind="problem" title={words.nothingStored}>
      <ul>
        {faults.map(({ line, column, text }) => (
          <li key={`${line} ${column}`}>
            {words.badLine(line, words.columns[column], text)} {words.expected[column]}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function useFault(fault: StockFileFault | { kind: 'both' }): string {
  const words = useWords(stockWords).receive.faults;
  if (fault.kind === 'unknown_columns') return words.unknown_columns(fault.names.join(', '));
  if (fault.kind === 'bad_lines') return words.bad_lines(fault.lines.join(', '));
  return words[fault.kind];
}
