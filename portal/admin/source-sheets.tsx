import type { NotAskedSource, PreviewedRows, TestedSet } from '../connectors/asked-sources.server.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Field, Select, Textarea } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { SourceTexts } from './source-form.ts';
import { OWN_MAPPING } from './source-systems.ts';
import type { System } from './source-systems.ts';
import { sourceWords } from './source-words.ts';
import { adminWords } from './words.ts';

/** Each system leads to a form that asks for what this one needs. */
export function ChooseSystem({ presets }: { presets: readonly { name: string; title: string }[] }) {
  const words = useWords(sourceWords);
  return (
    <Sheet title={words.choose}>
      <p className="soft">{words.chooseText}</p>
      <ul className="hits">
        {presets.map(({ name, title }) => (
          <li key={name}>
            <a href={`/admin/sources/connect?system=${name}`}>{title}</a>
          </li>
        ))}
        <li>
          <a href={`/admin/sources/connect?system=${OWN_MAPPING}`}>{words.own}</a>
          <span className="soft">{words.ownText}</span>
        </li>
        <li>
          <a href="/admin/sources/exchange">{words.exchange}</a>
          <span className="soft">{words.exchangeText}</span>
        </li>
      </ul>
    </Sheet>
  );
}

type ConnectFormProps = {
  system: System;
  texts: SourceTexts;
  timeZones: readonly string[];
  isStored: boolean;
  faulty: 'mapping' | 'everyMinutes' | null;
};

export function ConnectForm(props: ConnectFormProps) {
  const words = useWords(sourceWords);
  return (
    <KeyForm className="form">
      <ServiceFields {...props} />
      <CredentialFields {...props} />
      <TimeFields {...props} />
      <MappingFields {...props} />
      <Button name="intent" value="save" kind="primary">
        {words.save}
      </Button>
    </KeyForm>
  );
}

function ServiceFields({ system: { guide, settings }, texts, isStored }: ConnectFormProps) {
  const words = useWords(sourceWords);
  const hint = [words.guides[guide].address, ...(isStored ? [words.moved] : [])].join(' ');
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
        hint={hint}
        defaultValue={texts.address}
        type="url"
        required
      />
      {settings.map((name) => (
        <Field
          key={name}
          name={name}
          label={words[name]}
          hint={name === 'language' ? words.languageHint : undefined}
          defaultValue={texts[name]}
          required={name !== 'language' && guide !== 'own'}
        />
      ))}
    </>
  );
}

/** The secret is the one field that never comes back. */
function CredentialFields({ system: { guide, auths }, texts, isStored }: ConnectFormProps) {
  const words = useWords(sourceWords);
  const kinds = isStored ? (['keep', ...auths] as const) : auths;
  const only = auths.length === 1 ? auths[0] : undefined;
  const isAsked = only !== undefined && !isStored;
  const userWord = wordIn(words.users, only ?? 'other');
  const secretHint = [words.guides[guide].secret, words.secretHint].filter(Boolean).join(' ');
  return (
    <>
      {kinds.length === 1 ? (
        <input type="hidden" name="auth" value={kinds[0]} />
      ) : (
        <Select
          name="auth"
          label={words.auth}
          defaultValue={texts.auth}
          options={kinds.map((kind) => ({ value: kind, word: words.auths[kind] }))}
        />
      )}
      {userWord !== null && (
        <Field name="user" label={userWord} defaultValue={texts.user} autoComplete="off" required={isAsked} />
      )}
      <Field
        name="secret"
        label={wordIn(words.secrets, only ?? 'other') ?? words.secrets.other}
        hint={secretHint}
        type="password"
        autoComplete="off"
        required={isAsked}
      />
      {auths.includes('client-credentials') && (
        <Field
          name="tokenUrl"
          label={words.tokenUrl}
          hint={words.tokenUrlHint}
          defaultValue={texts.tokenUrl}
          type="url"
        />
      )}
    </>
  );
}

/** Null: this way in has no such part. */
function wordIn(words: Readonly<Record<string, string>>, kind: string): string | null {
  return Object.hasOwn(words, kind) ? (words[kind] ?? null) : null;
}

function TimeFields({ texts, timeZones, faulty }: ConnectFormProps) {
  const words = useWords(sourceWords);
  return (
    <>
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

/** A mapping as it is delivered goes by its name; one of the administrator's own stands in the form. */
function MappingFields({ texts, faulty }: ConnectFormProps) {
  const words = useWords(sourceWords);
  if (texts.preset !== '') return <input type="hidden" name="preset" value={texts.preset} />;
  return (
    <Textarea
      name="mapping"
      label={words.mapping}
      hint={words.ownMappingHint}
      defaultValue={texts.mapping}
      rows={8}
      required
      error={faulty === 'mapping' ? words.notJson : undefined}
    />
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

/** Under the rows of a new source, for whoever has just looked at them. */
export function BeginSheet({ name }: { name: string }) {
  const words = useWords(sourceWords);
  return (
    <Sheet title={words.beginTitle}>
      <KeyForm className="form">
        <p>{words.beginText}</p>
        <input type="hidden" name="name" value={name} />
        <Button name="intent" value="begin" kind="primary">
          {words.begin}
        </Button>
      </KeyForm>
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
  return kinds.map(({ kind, rows, fault }) => (
    <Sheet key={kind} title={entities[kind]}>
      {fault !== null && (
        <p>
          <StatusMark tone="bad">{words.unreadable}</StatusMark> <code>{fault}</code>
        </p>
      )}
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
