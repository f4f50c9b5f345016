import { data, redirect } from 'react-router';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { CDEK_ADDRESS, isServiceAddress } from '#portal/connectors/carrier-events.server.ts';
import { requirePermission } from '../../http/guards.server.ts';
import type { PortalContext } from '../../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../../http/read-form.server.ts';
import { badRequest } from '../../http/refuse.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { requireStepUp } from '../../step-up/require-step-up.server.ts';
import { findTrackingSources } from '../../tracking/list-tracking.server.ts';
import { testTrackingSource } from '../../tracking/test-source.server.ts';
import type { SourceTest } from '../../tracking/test-source.server.ts';
import { HINT_PATH, INBOX_PATH } from '../../tracking/tracking-endpoints.server.ts';
import {
  closeTrackingSource,
  openCdekSource,
  openInbox,
  renewCdekKeys,
  rotateInbox,
} from '../../tracking/tracking-sources.server.ts';
import { Notice } from '../../ui/notice.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Route } from './+types/tracking.route';
import {
  CDEK_FIELDS,
  INBOX_FIELDS,
  keyFaults,
  parseCdekTexts,
  parseInboxTexts,
  TRACKING_PATH,
} from './tracking-form.ts';
import type { TrackingFaults, TrackingTexts } from './tracking-form.ts';
import { CdekForm, InboxForm } from './tracking-forms.tsx';
import { OpenedSheet, TrackingSheet } from './tracking-sheets.tsx';
import type { Opened } from './tracking-sheets.tsx';
import { trackingWords } from './words.ts';

type Answer = {
  /** A form that opens a source, or the source whose form was sent. */
  form: 'cdek' | 'inbox' | { sourceId: string } | null;
  texts: TrackingTexts;
  faults: TrackingFaults;
  problem: 'nameTaken' | 'gone' | null;
  opened: Opened | null;
  test: SourceTest | null;
};
const NOTHING: Answer = { form: null, texts: {}, faults: {}, problem: null, opened: null, test: null };

/** How carriers' reports come: who is asked, and whose programs bring them. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'import:manage');
  return {
    title: wordsIn(trackingWords, context.locale).title,
    sources: await findTrackingSources(context.services.db),
    cdekAddress: CDEK_ADDRESS,
    done: new URL(request.url).searchParams.get('done'),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'import:manage');
  const form = await readForm(request);
  const step = { request, form, actor, context };
  switch (textOf(form, 'intent')) {
    case 'cdek':
      return openCdek(step);
    case 'inbox':
      return open(step);
    case 'rotate':
      return rotate(step);
    case 'renew':
      return renew(step);
    case 'close':
      return close(step);
    case 'test':
      return shown({ test: await testTrackingSource(context.services, textOf(form, 'sourceId')) }, 200);
    default:
      throw badRequest();
  }
}

type Step = { request: Request; form: FormData; actor: StaffActor; context: PortalContext };

async function openCdek({ request, form, actor, context }: Step) {
  const texts = textsOf(form, CDEK_FIELDS);
  const password = passwordOf(form);
  const parsed = parseCdekTexts(texts, { password, isAddress: isServiceAddress });
  if (!parsed.ok) return shown({ form: 'cdek', texts, faults: parsed.faults }, 422);
  await requireStepUp(request, context, { actor, form });
  const by = { actor, trace: context.trace };
  const outcome = await openCdekSource(context.services, {
    ...parsed,
    password,
    isDemo: isDemo(context),
    ...by,
  });
  if (!outcome.ok) return shown({ form: 'cdek', texts, problem: 'nameTaken' }, 409);
  const { origin } = context.services.env;
  return shown({ opened: { kind: 'cdek', hint: `${origin}${HINT_PATH}/${outcome.hint}` } }, 200);
}

/** The secret is in this answer and nowhere else. */
async function open({ request, form, actor, context }: Step) {
  const texts = textsOf(form, INBOX_FIELDS);
  const parsed = parseInboxTexts(texts);
  if (!parsed.ok) return shown({ form: 'inbox', texts, faults: parsed.faults }, 422);
  await requireStepUp(request, context, { actor, form });
  const by = { actor, trace: context.trace };
  const outcome = await openInbox(context.services, { ...parsed, isDemo: isDemo(context), ...by });
  if (!outcome.ok) return shown({ form: 'inbox', texts, problem: 'nameTaken' }, 409);
  return shown({ opened: inboxOf(context, outcome) }, 200);
}

async function rotate({ request, form, actor, context }: Step) {
  await requireStepUp(request, context, { actor, form });
  const sourceId = textOf(form, 'sourceId');
  const endsFormer = textOf(form, 'endsFormer') === 'yes';
  const by = { actor, trace: context.trace };
  const secret = await rotateInbox(context.services, { sourceId, endsFormer, ...by });
  if (secret === null) return shown({ problem: 'gone' }, 409);
  return shown({ opened: inboxOf(context, { sourceId, secret }) }, 200);
}

/** The same carrier at the same address lets the portal in with other keys: whoever wants another address opens another source. */
async function renew({ request, form, actor, context }: Step) {
  const sourceId = textOf(form, 'sourceId');
  const keys = { account: textOf(form, 'account'), password: passwordOf(form) };
  const faults = keyFaults(keys);
  const texts = { account: keys.account };
  if (Object.keys(faults).length > 0) return shown({ form: { sourceId }, texts, faults }, 422);
  await requireStepUp(request, context, { actor, form });
  const by = { actor, trace: context.trace };
  const isDone = await renewCdekKeys(context.services, { sourceId, ...keys, ...by });
  return isDone ? redirect(`${TRACKING_PATH}?done=renewed`) : shown({ problem: 'gone' }, 409);
}

/** As it was typed: a password may begin or end with a space. */
function passwordOf(form: FormData): string {
  const typed = form.get('password');
  return typeof typed === 'string' ? typed : '';
}

async function close({ request, form, actor, context }: Step) {
  await requireStepUp(request, context, { actor, form });
  const sourceId = textOf(form, 'sourceId');
  const isDone = await closeTrackingSource(context.services, { sourceId, actor, trace: context.trace });
  return isDone ? redirect(`${TRACKING_PATH}?done=closed`) : shown({ problem: 'gone' }, 409);
}

function inboxOf(
  { services }: PortalContext,
  { sourceId, secret }: { sourceId: string; secret: string },
): Opened {
  return { kind: 'inbox', address: `${services.env.origin}${INBOX_PATH}/${sourceId}`, secret };
}

function isDemo({ services }: PortalContext): boolean {
  return services.env.mode === 'demo';
}

function shown(what: Partial<Answer>, status: number) {
  return data({ ...NOTHING, ...what }, { status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Tracking({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(trackingWords);
  const { sources, cdekAddress, done } = loaderData;
  const { form, texts, faults, problem, opened, test } = actionData ?? NOTHING;
  const of = (name: 'cdek' | 'inbox') => (form === name ? { texts, faults } : { texts: {}, faults: {} });
  const ofSource = (id: string) =>
    typeof form === 'object' && form?.sourceId === id ? { texts, faults } : { texts: {}, faults: {} };
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} back={{ href: '/admin/sources', word: words.back }} />
      {done === 'closed' && !actionData && <Notice kind="good">{words.closed}</Notice>}
      {done === 'renewed' && !actionData && <Notice kind="good">{words.renewed}</Notice>}
      {problem && <Notice kind="problem">{words[problem]}</Notice>}
      {test?.ok === true && <Notice kind="good">{words.testGood}</Notice>}
      {test?.ok === false && (
        <Notice kind="problem">
          <p>{words.testBad}</p>
          <p>
            <code>{test.detail || test.code}</code>
          </p>
        </Notice>
      )}
      {opened && <OpenedSheet opened={opened} />}
      {sources.length === 0 && (
        <Sheet title={words.open}>
          <p className="soft">{words.none}</p>
        </Sheet>
      )}
      {sources.map((source) => (
        <TrackingSheet key={source.sourceId} source={source} {...ofSource(source.sourceId)} />
      ))}
      <Sheet title={words.cdek.title}>
        <CdekForm {...of('cdek')} address={cdekAddress} />
      </Sheet>
      <Sheet title={words.inbox.title}>
        <InboxForm {...of('inbox')} />
      </Sheet>
    </>
  );
}
