import { data, redirect } from 'react-router';
import type { StaffActor } from '#auth/permissions/actor.ts';
import {
  checkOutlet,
  closeOutlet,
  findOutlet,
  listOrderPresets,
  testOutlet,
} from '#portal/connectors/order-outlets.server.ts';
import type { OutletFacts, OutletTest, WrittenKind } from '#portal/connectors/order-outlets.server.ts';
import { requirePermission } from '../../http/guards.server.ts';
import type { PortalContext } from '../../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../../http/read-form.server.ts';
import { badRequest, notFound } from '../../http/refuse.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { requireStepUp } from '../../step-up/require-step-up.server.ts';
import { Button } from '../../ui/button.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Route } from './+types/outlet.route';
import { guideOf, OUTLET_FIELDS, readOutletForm } from './outlet-form.ts';
import type { OutletTexts } from './outlet-form.ts';
import { OpenSheets, OutletFields } from './outlet-sheets.tsx';
import { outletWords } from './words.ts';

const DONE = ['saved', 'credentials-gone', 'closed'] as const;

/** How what customers ask for gets into one source. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'import:manage');
  const query = new URL(request.url).searchParams;
  const outlet = await findOutlet(context.services.db, params.sourceId);
  if (outlet === null) throw notFound();
  return {
    title: wordsIn(outletWords, context.locale).title(outlet.sourceName),
    outlet,
    action: pathOf(params.sourceId),
    presets: outlet.writtenKind === null ? [] : listOrderPresets(outlet.writtenKind),
    done: DONE.find((known) => known === query.get('done')) ?? null,
  };
}

type Answer = {
  texts: OutletTexts | null;
  isMappingFaulty: boolean;
  faults: { path: string; message: string }[];
  problem: 'unknown_source' | 'config_missing' | 'other_kind' | 'same_account' | null;
  test: OutletTest | null;
};
const NOTHING: Answer = { texts: null, isMappingFaulty: false, faults: [], problem: null, test: null };

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'import:manage');
  const form = await readForm(request);
  const { sourceId } = params;
  const { outlets, db } = context.services;
  const outlet = await findOutlet(db, sourceId);
  if (outlet === null) throw notFound();
  switch (textOf(form, 'intent')) {
    case 'test':
      return data({ ...NOTHING, test: await testOutlet(outlets, sourceId) });
    case 'close': {
      await requireStepUp(request, context, { actor, form });
      await closeOutlet(outlets, { sourceId, by: byOf(actor) });
      return redirect(`${pathOf(sourceId)}?done=closed`);
    }
    case 'save':
      return save({ request, context, actor, form, sourceId, outlet });
    default:
      throw badRequest();
  }
}

type Save = {
  request: Request;
  context: PortalContext;
  actor: StaffActor;
  form: FormData;
  sourceId: string;
  outlet: OutletFacts;
};

async function save({ request, context, actor, form, sourceId, outlet }: Save) {
  const texts = textsOf(form, OUTLET_FIELDS);
  const secret = form.get('secret');
  // As it was typed: a password may begin or end with a space.
  const read =
    outlet.writtenKind !== null
      ? readOutletForm(texts, typeof secret === 'string' ? secret : '')
      : ({ ok: true, config: null, credentials: null } as const);
  if (!read.ok) return data({ ...NOTHING, texts, isMappingFaulty: true }, { status: 422 });
  const { config, credentials } = read;
  const checked = checkOutlet(context.services.outlets, { sourceId, config, credentials, by: byOf(actor) });
  if (!checked.ok) return data({ ...NOTHING, texts, faults: checked.faults }, { status: 422 });

  await requireStepUp(request, context, { actor, form });
  const outcome = await checked.save();
  if (!outcome.ok) return data({ ...NOTHING, texts, problem: outcome.reason }, { status: 409 });
  const done = outcome.areCredentialsGone ? 'credentials-gone' : 'saved';
  return redirect(`${pathOf(sourceId)}?done=${done}`);
}

function byOf({ holderId: actorId, sessionId, tier }: StaffActor) {
  return { actorId, sessionId, tier };
}

function pathOf(sourceId: string): string {
  return `/admin/sources/${encodeURIComponent(sourceId)}/orders`;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Outlet({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(outletWords);
  const { title, outlet, action, presets, done } = loaderData;
  const answer: Answer = actionData ?? NOTHING;
  const { writtenKind } = outlet;
  const isAsked = writtenKind !== null;
  return (
    <>
      <PageTitle title={title} lead={words.lead} back={{ href: '/admin/sources', word: words.back }} />
      {!actionData && done !== null && <Done done={done} />}
      {outlet.isOpen && isAsked && !outlet.hasCredentials && (
        <Notice kind="watch">{words.missingCredentials}</Notice>
      )}
      {outlet.stoppedBy !== null && <Notice kind="problem">{words.stopped}</Notice>}
      <Said answer={answer} />
      <Sheet>
        <WayState outlet={outlet} />
        <p>{words.kinds[outlet.kind]}</p>
        {outlet.folder !== null && (
          <p>
            {words.folder} <code>{outlet.folder}</code>
          </p>
        )}
      </Sheet>
      {(isAsked || !outlet.isOpen) && (
        <Sheet title={outlet.isOpen ? words.change : words.save}>
          <KeyForm className="form" action={action}>
            {writtenKind !== null && (
              <OutletFields
                kind={writtenKind}
                texts={answer.texts ?? textsOfStored(outlet, writtenKind)}
                presets={presets}
                hasCredentials={outlet.hasCredentials}
                isMappingFaulty={answer.isMappingFaulty}
              />
            )}
            <div className="form-actions">
              <Button kind="primary" name="intent" value="save">
                {outlet.isOpen ? words.change : words.save}
              </Button>
            </div>
          </KeyForm>
        </Sheet>
      )}
      {outlet.isOpen && <OpenSheets action={action} isAsked={isAsked} />}
    </>
  );
}

function WayState({ outlet: { isOpen, stoppedBy } }: { outlet: Pick<OutletFacts, 'isOpen' | 'stoppedBy'> }) {
  const words = useWords(outletWords);
  const isStopped = isOpen && stoppedBy !== null;
  const tone = isStopped ? 'bad' : isOpen ? 'good' : 'quiet';
  const [word, text] = isStopped
    ? [words.stoppedState, words.stoppedText]
    : isOpen
      ? [words.open, words.openText]
      : [words.closed, words.closedText];
  return (
    <>
      <p>
        <StatusMark tone={tone}>{word}</StatusMark>
      </p>
      <p>{text}</p>
    </>
  );
}

function Done({ done }: { done: (typeof DONE)[number] }) {
  const words = useWords(outletWords);
  const said = { saved: words.saved, 'credentials-gone': words.credentialsGone, closed: words.closedDone };
  return <Notice kind={done === 'credentials-gone' ? 'watch' : 'good'}>{said[done]}</Notice>;
}

function Said({ answer: { problem, faults, test } }: { answer: Answer }) {
  const words = useWords(outletWords);
  if (problem !== null) return <Notice kind="problem">{words.problems[problem]}</Notice>;
  if (test?.ok === true) return <Notice kind="good">{words.testGood}</Notice>;
  if (test !== null) {
    return (
      <Notice kind="problem">
        <p>{words.testBad}</p>
        <p>{'detail' in test ? test.detail : words.missingCredentials}</p>
      </Notice>
    );
  }
  if (faults.length === 0) return null;
  return (
    <Notice kind="problem">
      <p>{words.faulty}</p>
      {faults.map(({ path, message }) => (
        <p key={`${path} ${message}`}>
          <code>{path}</code> {message}
        </p>
      ))}
    </Notice>
  );
}

function textsOfStored(
  { address, preset, mapping, settings, hasCredentials }: OutletFacts,
  kind: WrittenKind,
): OutletTexts {
  const { company, database } = settings;
  const { auths, headers } = guideOf(kind);
  return {
    address,
    mapping,
    preset,
    company: typeof company === 'string' ? company : '',
    database: typeof database === 'string' ? database : '',
    auth: hasCredentials ? 'keep' : auths[0],
    user: hasCredentials ? '' : (headers[preset] ?? ''),
    tokenUrl: '',
  };
}
