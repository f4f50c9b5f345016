import type { KnownModel } from '#auth/policy/find-key-models.ts';
import type { KeyModelFaults, KeyModelField, KeyModelTexts, RootFacts } from '#auth/policy/key-model.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Field, Textarea } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { markOf } from './model-mark.ts';
import { adminWords } from './words.ts';

const FIELDS: readonly KeyModelField[] = ['aaguid', 'name', 'maker', 'roots'];

/** The models that are known, each with the way to remove it. */
export function ModelTable({ models }: { models: readonly KnownModel[] }) {
  const { format } = usePage();
  const words = useWords(adminWords).models;
  const { columns } = words;
  return (
    <DataTable
      caption={words.title}
      rows={models}
      rowKey={({ aaguid }) => aaguid}
      columns={[
        {
          key: 'name',
          head: columns.name,
          cell: ({ name, aaguid, isU2fOnly }) => (
            <>
              {name}{' '}
              {isU2fOnly ? (
                <span className="soft">{words.u2fOnly}</span>
              ) : (
                <code className="soft">{aaguid}</code>
              )}
            </>
          ),
        },
        { key: 'maker', head: columns.maker, cell: ({ maker }) => maker },
        { key: 'roots', head: columns.roots, cell: ({ roots }) => <Roots roots={roots} /> },
        {
          key: 'keys',
          head: columns.keys,
          isNumber: true,
          phoneWord: columns.keys,
          cell: ({ keyCount }) => format.count(keyCount),
        },
        {
          key: 'action',
          head: columns.action,
          cell: ({ aaguid, name }) => (
            <KeyForm action="/admin/policy/models">
              <input type="hidden" name="aaguid" value={aaguid} />
              <Button
                name="intent"
                value="remove"
                kind="danger"
                size="small"
                aria-label={words.removeOf(name)}
              >
                {words.remove}
              </Button>
            </KeyForm>
          ),
        },
      ]}
    />
  );
}

function Roots({ roots }: { roots: readonly RootFacts[] }) {
  const { format } = usePage();
  const words = useWords(adminWords).models;
  return (
    <ul>
      {roots.map(({ subject, fingerprint, validTo }) => (
        <li key={fingerprint}>
          {subject}, {words.until(format.dayOf(validTo))}
          <br />
          <span className="soft">
            {words.fingerprint} <code>{fingerprint}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}

type ModelFormProps = {
  texts: KeyModelTexts;
  faults: KeyModelFaults;
  checked: RootFacts[] | null;
  replaces: string | null;
};

/** First "read and show", then, beside what was read, "add". */
export function ModelForm({ texts, faults, checked, replaces }: ModelFormProps) {
  const words = useWords(adminWords).models;
  const errors = FIELDS.flatMap((field) => {
    const fault = faults[field];
    return fault === undefined ? [] : [{ fieldId: field, label: words[field], message: words.faults[fault] }];
  });
  const field = (name: KeyModelField) => ({
    name,
    required: true,
    defaultValue: texts[name],
    error: errors.find(({ fieldId }) => fieldId === name)?.message,
  });
  return (
    <KeyForm action="/admin/policy/models" encType="multipart/form-data" className="form">
      <ErrorSummary errors={errors} />
      <Field {...field('aaguid')} label={words.aaguid} hint={words.aaguidHint} isCode maxLength={36} />
      <Field {...field('name')} label={words.name} maxLength={120} />
      <Field {...field('maker')} label={words.maker} maxLength={120} />
      <Textarea
        {...field('roots')}
        required={false}
        label={words.roots}
        hint={words.rootsHint}
        className="input-code"
        spellCheck={false}
      />
      <Field name="file" type="file" label={words.file} accept=".pem,.crt,.cer,application/x-pem-file" />
      <Field name="reason" label={words.reason} maxLength={500} />
      {checked !== null && (
        <Notice kind="info" title={words.checked}>
          <Roots roots={checked} />
          <input type="hidden" name="shown" value={markOf(texts.aaguid, checked)} />
          {replaces !== null && <p>{words.replaces(replaces)}</p>}
        </Notice>
      )}
      <div className="form-actions">
        <Button name="intent" value="check" kind={checked === null ? 'primary' : 'quiet'}>
          {words.check}
        </Button>
        {checked !== null && (
          <Button name="intent" value="save" kind="primary">
            {words.save}
          </Button>
        )}
      </div>
    </KeyForm>
  );
}
