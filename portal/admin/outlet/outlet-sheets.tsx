import type { WrittenKind } from '../../connectors/order-outlets.server.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select, Textarea } from '../../ui/field.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { guideOf } from './outlet-form.ts';
import type { OutletAuth, OutletTexts } from './outlet-form.ts';
import { outletWords } from './words.ts';

type FieldsProps = {
  /** Of the source. */
  kind: WrittenKind;
  texts: OutletTexts;
  presets: readonly { name: string; title: string }[];
  hasCredentials: boolean;
  isMappingFaulty: boolean;
};

/** Where an ERP that is written to is, in which words, and as whom. */
export function OutletFields({ kind, texts, presets, hasCredentials, isMappingFaulty }: FieldsProps) {
  const words = useWords(outletWords);
  const { setting } = guideOf(kind);
  const mappings = [
    ...presets.map(({ name, title }) => ({ value: name, word: title })),
    { value: '', word: words.ownMapping },
  ];
  return (
    <>
      <p>{words.account}</p>
      <p>{words.rights[kind]}</p>
      <Field name="address" label={words.address} defaultValue={texts.address} type="url" required />
      <Select
        name="preset"
        label={words.preset}
        defaultValue={texts.preset}
        options={mappings}
        isOptionalUnsaid
      />
      <details open={texts.preset === '' || texts.mapping !== ''}>
        <summary>{words.ownMapping}</summary>
        <Textarea
          name="mapping"
          label={words.mapping}
          defaultValue={texts.mapping}
          rows={6}
          spellCheck={false}
          isOptionalUnsaid
          error={isMappingFaulty ? words.notJson : undefined}
        />
      </details>
      {setting !== null && (
        <Field
          name={setting}
          label={words[setting]}
          defaultValue={texts[setting]}
          required={setting === 'database'}
        />
      )}
      <AccountFields kind={kind} texts={texts} hasCredentials={hasCredentials} />
    </>
  );
}

/** The secret is the one field that never comes back. */
function AccountFields({
  kind,
  texts,
  hasCredentials,
}: Pick<FieldsProps, 'kind' | 'texts' | 'hasCredentials'>) {
  const words = useWords(outletWords);
  const { auths } = guideOf(kind);
  const isNeeded = !hasCredentials && auths.length === 1;
  const offered: readonly OutletAuth[] = hasCredentials ? ['keep', ...auths] : auths;
  return (
    <>
      {offered.length === 1 ? (
        <input type="hidden" name="auth" value={offered[0]} />
      ) : (
        <Select
          name="auth"
          label={words.auth}
          defaultValue={texts.auth}
          isOptionalUnsaid
          options={offered.map((auth) => ({ value: auth, word: words.auths[auth] }))}
        />
      )}
      <Field
        name="user"
        label={words.users[kind]}
        hint={kind === 'rest' ? words.userHints.rest : undefined}
        defaultValue={texts.user}
        autoComplete="off"
        required={isNeeded}
      />
      <Field
        name="secret"
        label={words.secrets[kind]}
        hint={words.secretHint}
        type="password"
        autoComplete="off"
        required={!hasCredentials && kind !== 'odata'}
      />
      {auths.includes('client-credentials') && (
        <Field name="tokenUrl" label={words.tokenUrl} defaultValue={texts.tokenUrl} type="url" />
      )}
    </>
  );
}

/** What can be done with an open way: see whether it works, and close it. */
export function OpenSheets({ action, isAsked }: { action: string; isAsked: boolean }) {
  const words = useWords(outletWords);
  return (
    <div className="columns">
      {isAsked && <TestSheet action={action} />}
      <Sheet title={words.close}>
        <KeyForm className="form" action={action}>
          <p>{isAsked ? words.closeText : words.closeTextPlain}</p>
          <div className="form-actions">
            <Button kind="danger" name="intent" value="close">
              {words.close}
            </Button>
          </div>
        </KeyForm>
      </Sheet>
    </div>
  );
}

function TestSheet({ action }: { action: string }) {
  const words = useWords(outletWords);
  return (
    <Sheet title={words.test}>
      <form className="form" method="post" action={action}>
        <p>{words.testText}</p>
        <div className="form-actions">
          <Button name="intent" value="test">
            {words.test}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
