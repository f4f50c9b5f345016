import { isWaiting } from '#auth/keys/key.ts';
import { frameWords } from '../frame/words.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Customer } from './find-customer.server.ts';
import { KEY_TEXT_LENGTH_MAX } from './key-form.ts';
import type { KeyField, KeyTexts } from './key-form.ts';
import { deskWords } from './words.ts';

type IssueKeyFormProps = {
  customer: Customer;
  requestId: string;
  texts: KeyTexts;
  faults: readonly KeyField[];
};

/** For whom the key is, and how it is told apart. Keys that wait are named, so that none is issued twice. */
export function IssueKeyForm({ customer, requestId, texts, faults }: IssueKeyFormProps) {
  const words = useWords(deskWords).issue;
  const field = (name: KeyField) => ({
    name,
    label: words[name],
    defaultValue: texts[name],
    error: faults.includes(name) ? words.faults[name] : undefined,
  });
  if (customer.people.length === 0) {
    return (
      <Notice kind="info">
        <p>{words.nobody}</p>
      </Notice>
    );
  }
  return (
    <>
      <WaitingKeys customer={customer} />
      <Sheet>
        <KeyForm
          className="form"
          action={`/desk/customers/${customer.accountId}/issue-key?request=${requestId}`}
        >
          <ErrorSummary errors={faults.map((name) => ({ fieldId: name, message: words.faults[name] }))} />
          <Select {...field('person')} options={usePeople(customer)} required />
          <Field {...field('label')} hint={words.labelHint} required maxLength={KEY_TEXT_LENGTH_MAX} />
          <Field {...field('serial')} hint={words.serialHint} maxLength={KEY_TEXT_LENGTH_MAX} isCode />
          <div className="form-actions">
            <Button kind="primary" icon="key">
              {words.verb}
            </Button>
          </div>
        </KeyForm>
      </Sheet>
    </>
  );
}

function usePeople({ people }: Customer) {
  const roles = useWords(frameWords).roles;
  return people.map(({ holderId, name, role }) => ({ value: holderId, word: `${name}, ${roles[role]}` }));
}

function WaitingKeys({ customer }: { customer: Customer }) {
  const words = useWords(deskWords).issue;
  const waiting = customer.keys.filter(({ status }) => isWaiting(status));
  if (waiting.length === 0) return null;
  return (
    <Notice kind="info">
      {waiting.map(({ keyId, label, holderName }) => (
        <p key={keyId}>
          {words.waiting(label, holderName)}
          <a href={`/desk/keys/${keyId}`}>{words.waitingLook}</a>
        </p>
      ))}
    </Notice>
  );
}
