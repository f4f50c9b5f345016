import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Field } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { ACCOUNT_FIELDS, ACCOUNT_LENGTH_MAX } from './account-form.ts';
import type { AccountFault, AccountField, AccountTexts } from './account-form.ts';
import { accountWords } from './words.ts';

type OpenAccountFormProps = {
  /** The counterparty for whom the account is opened, if it is for one. */
  counterpartyId: string | null;
  texts: AccountTexts;
  faults: readonly AccountFault[];
};

/** The form of a new customer. What was typed stays when something is wrong. */
export function OpenAccountForm({ counterpartyId, texts, faults }: OpenAccountFormProps) {
  const words = useWords(accountWords).open;
  const errorOf = (field: AccountField) => {
    const fault = faults.find((known) => known === field || known === `${field}_taken`);
    return fault && words.faults[fault];
  };
  const field = (name: AccountField) => ({
    name,
    label: words[name],
    hint: words.hints[name],
    defaultValue: texts[name],
    error: errorOf(name),
    maxLength: ACCOUNT_LENGTH_MAX[name],
    required: true,
  });
  const query = counterpartyId === null ? '' : `?${new URLSearchParams({ counterparty: counterpartyId })}`;
  const errors = ACCOUNT_FIELDS.flatMap((fieldId) => {
    const message = errorOf(fieldId);
    return message === undefined ? [] : [{ fieldId, message }];
  });
  return (
    <Sheet>
      <KeyForm className="form" action={`/desk/customers/new${query}`}>
        <ErrorSummary errors={errors} />
        <Field {...field('name')} />
        <Field {...field('number')} />
        <div className="form-actions">
          <Button kind="primary">{words.verb}</Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}
