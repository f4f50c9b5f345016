import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Field } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { CUSTOMER_FIELDS, CUSTOMER_LENGTH_MAX } from './customer-form.ts';
import type { CustomerFault, CustomerField, CustomerTexts } from './customer-form.ts';
import { deskWords } from './words.ts';

type NewCustomerSheetProps = {
  /** The counterparty for whom the account is opened; empty for none. */
  counterpartyId: string;
  texts: CustomerTexts;
  faults: readonly CustomerFault[];
};

/** The form of a new customer. What was typed stays when something is wrong. */
export function NewCustomerSheet({ counterpartyId, texts, faults }: NewCustomerSheetProps) {
  const words = useWords(deskWords).newCustomer;
  const errorOf = (field: CustomerField) => {
    const fault = faults.find((known) => known === field || known === `${field}_taken`);
    return fault && words.faults[fault];
  };
  const field = (name: CustomerField) => ({
    name,
    label: words[name],
    hint: words.hints[name],
    defaultValue: texts[name],
    error: errorOf(name),
    maxLength: CUSTOMER_LENGTH_MAX[name],
    required: true,
  });
  const errors = CUSTOMER_FIELDS.flatMap((fieldId) => {
    const message = errorOf(fieldId);
    return message === undefined ? [] : [{ fieldId, message }];
  });
  return (
    <Sheet>
      <form className="form" method="post" action="/desk/customers/new">
        <ErrorSummary errors={errors} />
        <input type="hidden" name="counterpartyId" value={counterpartyId} />
        <Field {...field('name')} />
        <Field {...field('number')} />
        <div className="form-actions">
          <Button kind="primary">{words.verb}</Button>
        </div>
      </form>
    </Sheet>
  );
}
