import type { Standing } from '#auth/deputies/find-deputies.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { DateField, Select } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { DeputyFaults, DeputyTexts } from './deputy-form.ts';
import { deputiesWords } from './words.ts';

type DeputiesSheetProps = {
  title: string;
  /** What is said where there are none. */
  none: string;
  rows: readonly Standing[];
  /** Where the form that ends one is sent; null where this is not to be ended here. */
  path: string | null;
};

/** Who stands in, on which days. */
export function DeputiesSheet({ title, none, rows, path }: DeputiesSheetProps) {
  const columns = useColumns(path);
  return (
    <Sheet title={title} isFlush={rows.length > 0}>
      {rows.length === 0 && <p className="soft">{none}</p>}
      {rows.length > 0 && (
        <DataTable caption={title} columns={columns} rows={rows} rowKey={({ deputyId }) => deputyId} />
      )}
    </Sheet>
  );
}

function useColumns(path: string | null): Column<Standing>[] {
  const words = useWords(deputiesWords);
  const { format } = usePage();
  const columns: Column<Standing>[] = [
    { key: 'name', head: words.columns.name, cell: ({ name }) => name },
    {
      key: 'period',
      head: words.columns.period,
      cell: ({ fromOn, toOn }) => words.period(format.day(fromOn), format.day(toOn)),
    },
    {
      key: 'state',
      head: words.columns.state,
      phone: 'mark',
      cell: ({ isRunning }) => (
        <StatusMark tone={isRunning ? 'good' : 'quiet'}>
          {isRunning ? words.running : words.coming}
        </StatusMark>
      ),
    },
  ];
  if (path === null) return columns;
  return [
    ...columns,
    { key: 'action', head: words.columns.action, cell: (row) => <EndForm path={path} of={row} /> },
  ];
}

function EndForm({ path, of: { deputyId, name } }: { path: string; of: Standing }) {
  const words = useWords(deputiesWords);
  return (
    <KeyForm action={path} className="row">
      <input type="hidden" name="deputyId" value={deputyId} />
      <Button name="intent" value="end" size="small" aria-label={words.endOf(name)}>
        {words.end}
      </Button>
    </KeyForm>
  );
}

type NameSheetProps = {
  path: string;
  colleagues: readonly { id: string; name: string }[];
  texts: DeputyTexts;
  faults: DeputyFaults;
  todayOn: string;
};

/** Names a deputy. */
export function NameSheet({ path, colleagues, texts, faults, todayOn }: NameSheetProps) {
  const words = useWords(deputiesWords).name;
  const { problems } = useWords(deputiesWords);
  const errorOf = (field: keyof DeputyTexts) => {
    const problem = faults[field];
    return problem === undefined ? undefined : problems[problem];
  };
  if (colleagues.length === 0) {
    return (
      <Sheet title={words.title}>
        <p className="soft">{words.nobody}</p>
      </Sheet>
    );
  }
  return (
    <Sheet title={words.title}>
      <KeyForm action={path} className="form">
        <p>{words.text}</p>
        <Select
          name="holderId"
          label={words.who}
          required
          defaultValue={texts.holderId}
          error={errorOf('holderId')}
          options={[
            { value: '', word: words.choose },
            ...colleagues.map(({ id, name }) => ({ value: id, word: name })),
          ]}
        />
        <div className="columns">
          <DateField
            name="fromOn"
            label={words.from}
            required
            min={todayOn}
            defaultValue={texts.fromOn || todayOn}
            error={errorOf('fromOn')}
          />
          <DateField
            name="toOn"
            label={words.to}
            required
            min={todayOn}
            defaultValue={texts.toOn}
            hint={words.days}
            error={errorOf('toOn')}
          />
        </div>
        <div className="form-actions">
          <Button name="intent" value="name" kind="primary">
            {words.verb}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}
