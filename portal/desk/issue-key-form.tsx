import { CLAIMED_EVIDENCES } from '#auth/keys/evidence.ts';
import { REPLACEABLE_STATUSES, isWaiting } from '#auth/keys/key.ts';
import { KEY_KINDS } from '#auth/keys/key-kind.ts';
import { frameWords } from '../frame/words.ts';
import { keysWords } from '../keys/words.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Customer, CustomerKey } from './find-customer.server.ts';
import type { RecentOrder } from './find-recent-orders.server.ts';
import { KEY_FIELDS, KEY_TEXT_LENGTH_MAX } from './key-form.ts';
import type { KeyFaults, KeyField, KeyTexts } from './key-form.ts';
import { deskWords } from './words.ts';

type IssueKeyFormProps = {
  customer: Customer;
  orders: readonly RecentOrder[];
  requestId: string;
  texts: KeyTexts;
  faults: KeyFaults;
};

/** For whom the key is, which one, and with what. Keys that wait are named, so that none is issued twice. */
export function IssueKeyForm({ customer, orders, requestId, texts, faults }: IssueKeyFormProps) {
  const words = useWords(deskWords).issue;
  const people = usePeople(customer);
  const replaceable = useReplaceable(customer);
  const field = (name: KeyField) => {
    const fault = faults[name];
    const error = fault && words.faults[fault];
    return { name, label: words[name], defaultValue: texts[name], error };
  };
  const action = `/desk/customers/${customer.accountId}/issue-key?request=${requestId}`;
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
        <KeyForm className="form" action={action}>
          <ErrorSummary errors={useSummary(faults)} />
          <Select {...field('person')} options={people} required />
          <Field {...field('code')} hint={words.codeHint} maxLength={KEY_TEXT_LENGTH_MAX} isCode />
          <details open={texts.serial !== '' || faults.serial !== undefined}>
            <summary>{words.fromHand}</summary>
            <div className="form">
              <Field {...field('serial')} hint={words.serialHint} maxLength={KEY_TEXT_LENGTH_MAX} isCode />
              <Select {...field('kind')} options={useKinds()} required />
            </div>
          </details>
          <Field {...field('label')} hint={words.labelHint} maxLength={KEY_TEXT_LENGTH_MAX} />
          {orders.length > 0 && <Select {...field('order')} options={useOrders(orders)} />}
          {replaceable.length > 0 && (
            <Select {...field('replaces')} hint={words.replacesHint} options={replaceable} />
          )}
          <Select {...field('evidence')} hint={words.evidenceHint} options={useEvidences()} required />
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

function useSummary(faults: KeyFaults) {
  const words = useWords(deskWords).issue;
  return KEY_FIELDS.flatMap((name) => {
    const fault = faults[name];
    return fault === undefined ? [] : [{ fieldId: name, message: words.faults[fault] }];
  });
}

function usePeople({ people }: Customer) {
  const roles = useWords(frameWords).roles;
  return people.map(({ holderId, name, role }) => ({ value: holderId, word: `${name}, ${roles[role]}` }));
}

function useKinds() {
  const { kinds } = useWords(keysWords);
  return KEY_KINDS.map((value) => ({ value, word: kinds[value] }));
}

function useOrders(orders: readonly RecentOrder[]) {
  const words = useWords(deskWords).issue;
  const { format } = usePage();
  return [
    { value: '', word: words.noOrder },
    ...orders.map(({ id, number, orderedOn }) => ({
      value: id,
      word: words.orderOf(number, format.day(orderedOn)),
    })),
  ];
}

/** Keys that their holders can't use; with whom each is, since it is replaced for the same person. */
function useReplaceable({ keys }: Customer) {
  const words = useWords(deskWords).issue;
  const { statuses } = useWords(keysWords);
  const isReplaceable = ({ status }: CustomerKey) => REPLACEABLE_STATUSES.some((one) => one === status);
  const options = keys.filter(isReplaceable).map(({ keyId, label, holderName, status }) => ({
    value: keyId,
    word: words.replacedKey(label, holderName, statuses[status]),
  }));
  return options.length === 0 ? [] : [{ value: '', word: words.noReplaced }, ...options];
}

function useEvidences() {
  const words = useWords(deskWords).issue;
  const { reasons } = useWords(keysWords).history;
  return [
    { value: '', word: words.noEvidence },
    ...CLAIMED_EVIDENCES.map((value) => ({ value, word: reasons[value] })),
  ];
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
