import { Button } from '../../ui/button.tsx';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { CopyCode } from '../../ui/copy-code.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { Checkbox, Field, Textarea } from '../../ui/field.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { KeyValueList } from '../../ui/key-value-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Instant } from '../../ui/when.tsx';
import type { ListedTracking } from '../../tracking/tracking-sources.server.ts';
import type { TrackingFaults, TrackingField, TrackingTexts } from './tracking-form.ts';
import { trackingWords } from './words.ts';

export const TRACKING_PATH = '/admin/sources/tracking';

export type Opened = { kind: 'inbox'; address: string; secret: string } | { kind: 'cdek'; hint: string };

/** What is shown once. */
export function OpenedSheet({ opened }: { opened: Opened }) {
  const words = useWords(trackingWords);
  if (opened.kind === 'cdek') {
    return (
      <Sheet title={words.opened.cdek}>
        <Notice kind="watch">{words.once}</Notice>
        <h3>{words.opened.hint}</h3>
        <CopyCode code={opened.hint} />
        <p className="soft">{words.opened.hintText}</p>
      </Sheet>
    );
  }
  return (
    <Sheet title={words.opened.inbox}>
      <Notice kind="watch">{words.once}</Notice>
      <h3>{words.opened.inboxAddress}</h3>
      <CopyCode code={opened.address} />
      <h3>{words.opened.secret}</h3>
      <CopyCode code={opened.secret} />
      <p className="soft">{words.opened.inboxText}</p>
    </Sheet>
  );
}

export function TrackingSheet({ source }: { source: ListedTracking }) {
  const words = useWords(trackingWords);
  const { sourceId, name, kind, stoppedBy } = source;
  const kindWord = Object.entries(words.kinds).find(([known]) => known === kind)?.[1] ?? kind;
  const [closeId, rotateId] = [`close-${sourceId}`, `rotate-${sourceId}`];
  const isInbox = source.address === null;
  return (
    <Sheet title={name}>
      <p>{kindWord}</p>
      {stoppedBy !== null && <Notice kind="problem">{words.stopped}</Notice>}
      <Facts source={source} />
      <div className="form-actions">
        {!isInbox && <TestForm sourceId={sourceId} />}
        {isInbox && (
          <Button type="button" popoverTarget={rotateId}>
            {words.rotate}
          </Button>
        )}
        <Button type="button" popoverTarget={closeId}>
          {words.close}
        </Button>
      </div>
      {isInbox && <RotatePanel id={rotateId} source={source} />}
      <ConfirmPanel
        dialogId={closeId}
        title={words.closeTitle(name)}
        consequence={words.closeText}
        verb={words.close}
        action={TRACKING_PATH}
        isDangerous
        isConfirmedByKey
        cancelHref={TRACKING_PATH}
      >
        <input type="hidden" name="intent" value="close" />
        <input type="hidden" name="sourceId" value={sourceId} />
      </ConfirmPanel>
    </Sheet>
  );
}

function Facts({ source }: { source: ListedTracking }) {
  const words = useWords(trackingWords);
  const { format } = usePage();
  const { facts } = words;
  const { address, networks, held, fault, faultDetail, faultAt, formerUntil } = source;
  const at = (instant: Date | null) => (instant === null ? facts.never : <Instant at={instant} isRelative />);
  const from = networks.length === 0 ? facts.anywhere : networks.join(', ');
  const items = [
    { key: facts.carriers, value: source.carriers.join(', ') },
    address === null
      ? { key: facts.from, value: from }
      : { key: facts.address, value: <code>{address}</code> },
    { key: facts.reached, value: at(source.reachedAt) },
    { key: facts.event, value: at(source.lastEventAt) },
    ...(address === null ? [] : [{ key: facts.asked, value: format.count(source.asked) }]),
    { key: facts.held, value: <HeldWords held={held} /> },
    ...(formerUntil === null ? [] : [{ key: facts.former, value: <Instant at={formerUntil} /> }]),
    ...(fault === null || faultAt === null
      ? []
      : [
          {
            key: facts.fault,
            value: (
              <>
                <Instant at={faultAt} isRelative /> <code>{faultDetail ?? fault}</code>
              </>
            ),
          },
        ]),
  ];
  return <KeyValueList items={items} />;
}

function HeldWords({ held }: { held: ListedTracking['held'] }) {
  const words = useWords(trackingWords);
  if (held.length === 0) return words.facts.noneHeld;
  return (
    <>
      {held.map(({ reason, count }) => {
        const say = Object.entries(words.held).find(([known]) => known === reason)?.[1];
        return <div key={reason}>{say?.(count) ?? `${count} ${reason}`}</div>;
      })}
      <div className="soft">{words.heldText}</div>
    </>
  );
}

/** It only asks, so it takes no touch. */
function TestForm({ sourceId }: { sourceId: string }) {
  const words = useWords(trackingWords);
  return (
    <form method="post" action={TRACKING_PATH} className="row">
      <input type="hidden" name="sourceId" value={sourceId} />
      <Button name="intent" value="test" kind="quiet" title={words.testText}>
        {words.test}
      </Button>
    </form>
  );
}

function RotatePanel({ id, source: { sourceId, name } }: { id: string; source: ListedTracking }) {
  const words = useWords(trackingWords);
  return (
    <ConfirmPanel
      dialogId={id}
      title={words.rotateTitle(name)}
      consequence={words.rotateText}
      verb={words.rotate}
      action={TRACKING_PATH}
      isConfirmedByKey
      cancelHref={TRACKING_PATH}
    >
      <input type="hidden" name="intent" value="rotate" />
      <input type="hidden" name="sourceId" value={sourceId} />
      <Checkbox name="endsFormer" value="yes" label={words.endsFormer} />
    </ConfirmPanel>
  );
}

type FormProps = { texts: TrackingTexts; faults: TrackingFaults };

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
