import { data, redirect } from 'react-router';
import { hasOtherAdministrator } from '#auth/holders/administrators.ts';
import { proposeKeyModel } from '#auth/policy/change-key-models.ts';
import type { ProposeKeyModel, ProposeKeyModelOutcome } from '#auth/policy/change-key-models.ts';
import { describeMetadata } from '#auth/metadata/describe-metadata.ts';
import { findKeyModels } from '#auth/policy/find-key-models.ts';
import { KEY_MODEL_FIELDS, parseKeyModel } from '#auth/policy/key-model.ts';
import type { KeyModelFaults, KeyModelTexts, RootFacts } from '#auth/policy/key-model.ts';
import { findOpenOfKind } from '#auth/proposals/find-staff-proposals.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { requirePermission } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/models.route';
import { MetadataSheet } from './metadata/metadata-sheet.tsx';
import { markOf } from './model-mark.ts';
import { ModelForm, ModelTable } from './model-sheets.tsx';
import { PolicyTabs } from './policy-sheets.tsx';
import { SecondPersonNotice } from './proposals/second-person-notice.tsx';
import { adminWords } from './words.ts';

/** Twenty certificates in PEM, once typed and once as a file. */
const LARGEST_FORM_BYTES = 512 * 1024;
const LONGEST_REASON = 500;
const EMPTY: KeyModelTexts = { aaguid: '', name: '', maker: '', roots: '' };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requirePermission(request, context, 'policy:change');
  const { db, now } = context.services;
  return {
    title: wordsIn(adminWords, context.locale).models.title,
    models: await findKeyModels(db),
    metadata: await describeMetadata(context.auth),
    isAlone: !(await hasOtherAdministrator(db, actor.holderId)),
    waiting: await findOpenOfKind(db, { kind: 'key_model_change', now: now() }),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'policy:change');
  const form = await readForm(request, LARGEST_FORM_BYTES);
  return textOf(form, 'intent') === 'remove'
    ? remove({ request, form, actor, context })
    : add({ request, form, actor, context });
}

type Step = { request: Request; form: FormData; actor: StaffActor; context: PortalContext };
type Answer = {
  texts: KeyModelTexts;
  faults: KeyModelFaults;
  /** Read and shown, to be compared before it is asked for. */
  checked: RootFacts[] | null;
  problem: Exclude<ProposeKeyModelOutcome, { ok: true }>['reason'] | null;
};

/** First reads and shows; only what was shown is asked for. */
async function add({ request, form, actor, context }: Step) {
  const texts = { ...textsOf(form, KEY_MODEL_FIELDS), roots: await readRoots(form) };
  const parsed = parseKeyModel(texts, context.services.now());
  const answer = { texts, problem: null };
  if (!parsed.ok) {
    return data<Answer>({ ...answer, faults: parsed.faults, checked: null }, { status: 422 });
  }
  const isShown = textOf(form, 'shown') === markOf(texts.aaguid, parsed.roots);
  if (textOf(form, 'intent') !== 'save' || !isShown)
    return data<Answer>({ ...answer, faults: {}, checked: parsed.roots });
  const { aaguid, ...after } = parsed.model;
  const asked = { aaguid, after, reason: textOf(form, 'reason').slice(0, LONGEST_REASON) };
  return ask({ request, form, actor, context }, asked, texts);
}

function remove(step: Step) {
  return ask(step, { aaguid: textOf(step.form, 'aaguid'), after: null, reason: '' }, EMPTY);
}

async function ask(
  { request, form, actor, context }: Step,
  change: Pick<ProposeKeyModel, 'aaguid' | 'after' | 'reason'>,
  texts: KeyModelTexts,
) {
  await requireStepUp(request, context, { actor, form });
  const { mode } = context.services.env;
  const outcome = await proposeKeyModel(context.auth, { ...change, mode, actor, trace: context.trace });
  if (outcome.ok) return redirect(`/admin/proposals/${outcome.proposalId}?done=asked`);
  return data<Answer>({ texts, faults: {}, checked: null, problem: outcome.reason }, { status: 409 });
}

/** A chosen file goes before what was pasted. */
async function readRoots(form: FormData): Promise<string> {
  const file = form.get('file');
  return file instanceof File && file.size > 0 ? (await file.text()).trim() : textOf(form, 'roots');
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Models({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(adminWords).models;
  const { models, metadata, isAlone, waiting } = loaderData;
  const texts = actionData?.texts ?? EMPTY;
  const replaced = models.find(({ aaguid }) => aaguid === texts.aaguid.toLowerCase());
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} />
      <PolicyTabs current="models" />
      {actionData?.problem && <Notice kind="problem">{words.problems[actionData.problem]}</Notice>}
      <SecondPersonNotice isAlone={isAlone} waiting={waiting} />
      {models.length === 0 ? (
        <Notice kind="watch">{words.empty}</Notice>
      ) : (
        <Sheet isFlush>
          <ModelTable models={models} />
        </Sheet>
      )}
      <MetadataSheet metadata={metadata} />
      <Sheet title={words.add}>
        <ModelForm
          texts={texts}
          faults={actionData?.faults ?? {}}
          checked={actionData?.checked ?? null}
          replaces={replaced?.name ?? null}
        />
      </Sheet>
    </>
  );
}
