import type { NotAskedSource, PreviewedRows, TestedSet } from '../connectors/asked-sources.server.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Field, Select, Textarea } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AUTH_KINDS } from './source-form.ts';
import type { SourceTexts } from './source-form.ts';
import { sourceWords } from './source-words.ts';
import { adminWords } from './words.ts';

type ConnectFormProps = {
  texts: SourceTexts;
  presets: readonly { name: string; title: string }[];
  timeZones: readonly string[];
  isStored: boolean;
  faulty: 'mapping' | 'everyMinutes' | null;
};

export function ConnectForm(props: ConnectFormProps) {
  const words = useWords(sourceWords);
  return (
    <KeyForm className="form">
      <ServiceFields {...props} />
      <CredentialFields texts={props.texts} isStored={props.isStored} />
      <Button name="intent" value="save">
        {words.save}
      </Button>
    </KeyForm>
  );
}

function ServiceFields({ texts, presets, timeZones, isStored, faulty }: ConnectFormProps) {
  const words = useWords(sourceWords);
  const mappings = [
    ...presets.map(({ name, title }) => ({ value: name, word: title })),
    { value: '', word: words.ownMapping },
  ];
  return (
    <>
      <Field
        name="name"
        label={words.name}
        defaultValue={texts.name}
        required
        maxLength={60}
        readOnly={isStored}
      />
      <Field
        name="address"
        label={words.address}
        hint={words.addressHint}
        defaultValue={texts.address}
        type="url"
        required
      />
      <Select name="preset" label={words.preset} defaultValue={texts.preset} options={mappings} />
      <Textarea
        name="mapping"
        label={words.mapping}
        hint={words.mappingHint}
        defaultValue={texts.mapping}
        rows={8}
        error={faulty === 'mapping' ? words.notJson : undefined}
      />
      <Field name="company" label={words.company} hint={words.companyHint} defaultValue={texts.company} />
      <Field name="database" label={words.database} hint={words.databaseHint} defaultValue={texts.database} />
      <Field name="language" label={words.language} hint={words.languageHint} defaultValue={texts.language} />
      <Select
        name="timeZone"
        label={words.timeZone}
        hint={words.timeZoneHint}
        defaultValue={texts.timeZone}
        options={timeZones.map((zone) => ({ value: zone, word: zone }))}
      />
      <Field
        name="everyMinutes"
        label={words.everyMinutes}
        defaultValue={texts.everyMinutes}
        inputMode="numeric"
        required
        error={faulty === 'everyMinutes' ? words.notANumber : undefined}
      />
    </>
  );
}

/** The secret is the one field that never comes back. */
function CredentialFields({ texts, isStored }: Pick<ConnectFormProps, 'texts' | 'isStored'>) {
  const words = useWords(sourceWords);
  const auths = AUTH_KINDS.filter((kind) => isStored || kind !== 'keep');
  return (
    <>
      <Select
        name="auth"
        label={words.auth}
        defaultValue={texts.auth}
        options={auths.map((kind) => ({ value: kind, word: words.auths[kind] }))}
      />
      <Field name="user" label={words.user} defaultValue={texts.user} autoComplete="off" />
      <Field name="secret" label={words.secret} hint={words.secretHint} type="password" autoComplete="off" />
      <Field
        name="tokenUrl"
        label={words.tokenUrl}
        hint={words.tokenUrlHint}
        defaultValue={texts.tokenUrl}
        type="url"
      />
    </>
  );
}

/** Both only read, so they take no touch. */
export function AskSheets({ name }: { name: string }) {
  const words = useWords(sourceWords);
  return (
    <Sheet title={`${words.test}, ${words.preview.toLowerCase()}`}>
      {(['test', 'preview'] as const).map((intent) => (
        <form key={intent} method="post" className="row">
          <input type="hidden" name="name" value={name} />
          <Button name="intent" value={intent} kind="quiet">
            {words[intent]}
          </Button>
          <span className="soft">{intent === 'test' ? words.testText : words.previewText}</span>
        </form>
      ))}
    </Sheet>
  );
}

export function NotAskedNotice({ outcome }: { outcome: NotAskedSource }) {
  const words = useWords(sourceWords);
  return (
    <Notice kind="problem">
      <p>{words.notAsked[outcome.reason]}</p>
      {outcome.detail !== '' && (
        <p>
          <code>{outcome.detail}</code>
        </p>
      )}
    </Notice>
  );
}

export function TestSheet({ sets }: { sets: readonly TestedSet[] }) {
  const words = useWords(sourceWords);
  const { entities } = useWords(adminWords).sources;
  return (
    <Sheet title={words.test} isFlush>
      <DataTable
        caption={words.test}
        rows={sets}
        rowKey={({ set, kind }) => `${kind} ${set}`}
        columns={[
          { key: 'set', head: words.setColumn, cell: ({ set }) => <code>{set}</code> },
          {
            key: 'kind',
            head: words.kindColumn,
            cell: ({ kind }) => (kind === null ? words.lookedUp : entities[kind]),
          },
          {
            key: 'state',
            head: words.stateColumn,
            cell: ({ state, missing, detail }) => (
              <>
                <StatusMark tone={state === 'good' ? 'good' : 'bad'}>{words.states[state]}</StatusMark>{' '}
                <code>{missing.join(', ') || detail}</code>
              </>
            ),
          },
        ]}
      />
    </Sheet>
  );
}

export function PreviewSheets({ kinds }: { kinds: readonly PreviewedRows[] }) {
  const words = useWords(sourceWords);
  const { entities } = useWords(adminWords).sources;
  return kinds.map(({ kind, rows }) => (
    <Sheet key={kind} title={entities[kind]}>
      {rows.map(({ isReadable, fields }, index) => (
        <p key={index}>
          {!isReadable && <StatusMark tone="bad">{words.unreadable}</StatusMark>}{' '}
          {fields.map(([field, value]) => (
            <span key={field}>
              <span className="soft">{field}</span> {value}{' '}
            </span>
          ))}
        </p>
      ))}
    </Sheet>
  ));
}
