import { Button } from '../../ui/button.tsx';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { CopyCode } from '../../ui/copy-code.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { KeyValueList } from '../../ui/key-value-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Instant } from '../../ui/when.tsx';
import type { ListedTracking } from '../../tracking/list-tracking.server.ts';
import { RenewForm } from './tracking-forms.tsx';
import type { FormProps } from './tracking-forms.tsx';
import { TRACKING_PATH } from './tracking-form.ts';
import { trackingWords } from './words.ts';

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

export function TrackingSheet({ source, ...form }: { source: ListedTracking } & FormProps) {
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
      {kind === 'cdek' && (
        <details open={stoppedBy !== null || Object.keys(form.faults).length > 0}>
          <summary>{words.renew}</summary>
          <RenewForm sourceId={sourceId} {...form} />
        </details>
      )}
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
