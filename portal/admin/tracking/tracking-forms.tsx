import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { Field, Textarea } from '../../ui/field.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { TRACKING_PATH } from './tracking-form.ts';
import type { TrackingFaults, TrackingField, TrackingTexts } from './tracking-form.ts';
import { trackingWords } from './words.ts';

export type FormProps = { texts: TrackingTexts; faults: TrackingFaults };

function useErrors(form: string, faults: TrackingFaults) {
  const words = useWords(trackingWords);
  const entries = Object.entries(faults) as [TrackingField, keyof typeof words.faults][];
  const errors = entries.map(([field, fault]) => ({
    fieldId: `${form}-${field}`,
    label: words.fields[field],
    message: words.faults[fault],
  }));
  const of = (field: TrackingField) => ({
    id: `${form}-${field}`,
    name: field,
    label: words.fields[field],
    error: errors.find(({ fieldId }) => fieldId === `${form}-${field}`)?.message,
  });
  return { errors, of };
}

export function CdekForm({ texts, faults, address }: FormProps & { address: string }) {
  const words = useWords(trackingWords);
  const { errors, of } = useErrors('cdek', faults);
  return (
    <KeyForm className="form" action={TRACKING_PATH}>
      <ErrorSummary errors={errors} />
      <p>{words.cdek.text}</p>
      <input type="hidden" name="intent" value="cdek" />
      <Field
        {...of('name')}
        hint={words.hints.name}
        defaultValue={texts.name ?? 'CDEK'}
        required
        maxLength={60}
      />
      <Field
        {...of('address')}
        hint={words.hints.address}
        defaultValue={texts.address ?? address}
        required
        type="url"
      />
      <Field {...of('account')} defaultValue={texts.account} required autoComplete="off" />
      <Field {...of('password')} hint={words.hints.password} type="password" required autoComplete="off" />
      <div className="form-actions">
        <Button kind="primary">{words.cdek.submit}</Button>
      </div>
    </KeyForm>
  );
}

/** Other keys for a source that is there: its address can't be changed. */
export function RenewForm({ sourceId, texts, faults }: FormProps & { sourceId: string }) {
  const words = useWords(trackingWords);
  const { errors, of } = useErrors(`renew-${sourceId}`, faults);
  return (
    <KeyForm className="form" action={TRACKING_PATH}>
      <ErrorSummary errors={errors} />
      <p>{words.renewText}</p>
      <input type="hidden" name="intent" value="renew" />
      <input type="hidden" name="sourceId" value={sourceId} />
      <Field {...of('account')} defaultValue={texts.account} required autoComplete="off" />
      <Field {...of('password')} hint={words.hints.password} type="password" required autoComplete="off" />
      <div className="form-actions">
        <Button>{words.renewSubmit}</Button>
      </div>
    </KeyForm>
  );
}

export function InboxForm({ texts, faults }: FormProps) {
  const words = useWords(trackingWords);
  const { errors, of } = useErrors('inbox', faults);
  return (
    <KeyForm className="form" action={TRACKING_PATH}>
      <ErrorSummary errors={errors} />
      <p>{words.inbox.text}</p>
      <input type="hidden" name="intent" value="inbox" />
      <Field {...of('name')} hint={words.hints.name} defaultValue={texts.name} required maxLength={60} />
      <Textarea
        {...of('carriers')}
        hint={words.hints.carriers}
        defaultValue={texts.carriers}
        rows={2}
        required
      />
      <Textarea {...of('networks')} hint={words.hints.networks} defaultValue={texts.networks} rows={2} />
      <div className="form-actions">
        <Button kind="primary">{words.inbox.submit}</Button>
      </div>
    </KeyForm>
  );
}
