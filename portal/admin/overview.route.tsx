import { data, redirect } from 'react-router';
import { findOpenAlarms } from '#auth/alarms/find-open-alarms.ts';
import type { OpenAlarm } from '#auth/alarms/find-open-alarms.ts';
import { settleAlarm } from '#auth/alarms/settle-alarm.ts';
import { requirePermission } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Button } from '../ui/button.tsx';
import { CopyCode } from '../ui/copy-code.tsx';
import { Field } from '../ui/field.tsx';
import type { PageHandle } from '../root.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/overview.route';
import { findAnchoring } from './find-anchoring.server.ts';
import type { Anchoring } from './find-anchoring.server.ts';
import { findChecklist } from './find-checklist.server.ts';
import type { Checklist } from './find-checklist.server.ts';
import { adminWords } from './words.ts';

const VERIFY_COMMAND = 'npm run brelok -- audit verify';
export const handle: PageHandle = { pageScripts: ['step-up'] };

const LONGEST_FINDING = 500;

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'alarm:settle');
  const { services } = context;
  return {
    title: wordsIn(adminWords, context.locale).overview.title,
    checklist: await findChecklist(services.db),
    hasMail: services.letters.way === 'smtp',
    alarms: await findOpenAlarms(services.db),
    anchoring: await findAnchoring(services),
    isSettled: new URL(request.url).searchParams.get('done') === 'settled',
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'alarm:settle');
  const form = await readForm(request);
  const { alarmId, finding } = textsOf(form, ['alarmId', 'finding']);
  if (finding === '') return data({ problem: 'findingMissing' } as const, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await settleAlarm(context.auth, {
    alarmId,
    finding: finding.slice(0, LONGEST_FINDING),
    actor,
    trace: context.trace,
  });
  return outcome.ok
    ? redirect('/admin?done=settled')
    : data({ problem: 'notOpen' } as const, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Overview({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(adminWords).overview;
  const { checklist, hasMail, alarms, anchoring, isSettled } = loaderData;
  return (
    <>
      <PageTitle title={words.title} />
      {isSettled && !actionData && <Notice kind="good">{words.settled}</Notice>}
      {actionData && <Notice kind="problem">{words[actionData.problem]}</Notice>}
      <Sheet title={words.alarms}>
        {alarms.length === 0 && <p className="soft">{words.noAlarms}</p>}
        {alarms.map((alarm) => (
          <AlarmForm key={alarm.id} alarm={alarm} />
        ))}
      </Sheet>
      <div className="columns">
        <Sheet title={words.checklist}>
          <Steps checklist={checklist} hasMail={hasMail} />
        </Sheet>
        <Sheet title={words.anchoring}>
          <AnchoringState anchoring={anchoring} />
          <p>
            {words.verify} <CopyCode code={VERIFY_COMMAND} />
          </p>
        </Sheet>
      </div>
    </>
  );
}

function AlarmForm({ alarm: { id, kind, raisedAt, key, accountName } }: { alarm: OpenAlarm }) {
  const words = useWords(adminWords).overview;
  return (
    <KeyForm action="/admin" className="form">
      <p>
        <StatusMark tone="bad">{words.alarm}</StatusMark> {words.kinds[kind ?? 'unknown']}
      </p>
      <p className="soft">
        <Instant at={raisedAt} isRelative />
        {key !== null && ` · ${words.key(key.label, key.holderName ?? '')}`}
        {key !== null && key.accountName !== null && ` · ${key.accountName}`}
        {accountName !== null && ` · ${accountName}`}
      </p>
      <input type="hidden" name="alarmId" value={id} />
      <Field name="finding" id={`finding-${id}`} label={words.finding} required maxLength={LONGEST_FINDING} />
      <div className="form-actions">
        <Button>{words.settle}</Button>
      </div>
    </KeyForm>
  );
}

function Steps({ checklist, hasMail }: { checklist: Checklist; hasMail: boolean }) {
  const words = useWords(adminWords).overview;
  const { steps } = words;
  const rows = [
    { word: steps.name, isDone: checklist.hasName, href: '/admin/company' },
    { word: steps.logo, isDone: checklist.hasLogo, href: '/admin/company' },
    { word: steps.timeZone(checklist.timeZone), isDone: true, href: '/admin/company' },
    { word: steps.source, isDone: checklist.hasSource, href: '/admin/sources' },
    { word: steps.key, isDone: checklist.hasCustomerKey, href: null },
    { word: steps.administrator, isDone: checklist.hasSecondAdministrator, href: '/admin/staff' },
    { word: steps.mail, isDone: hasMail, href: '/admin/letters' },
  ];
  return (
    <ul className="stack">
      {rows.map(({ word, isDone, href }) => (
        <li key={word}>
          <StatusMark tone={isDone ? 'good' : 'watch'}>{isDone ? words.done : words.open}</StatusMark>{' '}
          {href === null ? word : <a href={href}>{word}</a>}
        </li>
      ))}
    </ul>
  );
}

function AnchoringState({ anchoring }: { anchoring: Anchoring }) {
  const { format } = usePage();
  const words = useWords(adminWords).overview;
  switch (anchoring.state) {
    case 'never':
      return <Notice kind="watch">{words.never}</Notice>;
    case 'forged':
      return <Notice kind="problem">{words.forged}</Notice>;
    case 'anchored':
      return (
        <p>
          {words.anchored(format.instant(anchoring.at))} {words.since(format.count(anchoring.eventsSince))}
        </p>
      );
  }
}
