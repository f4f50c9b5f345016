import { data, redirect } from 'react-router';
import { hasOtherAdministrator } from '#auth/holders/administrators.ts';
import { changePolicy } from '#auth/policy/change-policy.ts';
import type { ChangePolicyOutcome } from '#auth/policy/change-policy.ts';
import { findPolicyVersions } from '#auth/policy/find-policy-versions.ts';
import { getPolicy } from '#auth/policy/find-policy.ts';
import type { FloorBreach } from '#auth/policy/policy.ts';
import { findOpenOfKind } from '#auth/proposals/find-staff-proposals.ts';
import { PolicyRules } from '../audit/policy-rules.tsx';
import { PolicyVersions } from '../audit/policy-versions.tsx';
import { requirePermission } from '../http/guards.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/policy.route';
import { POLICY_FIELDS, parsePolicyForm, toPolicyTexts } from './policy-form.ts';
import type { ChosenClasses, PolicyField, PolicyTexts } from './policy-form.ts';
import { PolicyForm, PolicyTabs } from './policy-sheets.tsx';
import { SecondPersonNotice } from './proposals/second-person-notice.tsx';
import { adminWords } from './words.ts';

const LONGEST_REASON = 500;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requirePermission(request, context, 'policy:change');
  const { db, now } = context.services;
  const { version, policy } = await getPolicy(db);
  return {
    title: wordsIn(adminWords, context.locale).policy.title,
    version,
    policy,
    versions: await findPolicyVersions(db),
    isAlone: !(await hasOtherAdministrator(db, actor.holderId)),
    waiting: await findOpenOfKind(db, { kind: 'policy_change', now: now() }),
    isSaved: new URL(request.url).searchParams.get('done') === 'saved',
  };
}

type Problem = Exclude<ChangePolicyOutcome, { ok: true }>['reason'] | 'reason_missing';
type Typed = { texts: PolicyTexts; classes: ChosenClasses; reason: string };

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'policy:change');
  const { db, env } = context.services;
  const form = await readForm(request);
  const typed = readTyped(form);
  const { policy: current } = await getPolicy(db);
  const parsed = parsePolicyForm(typed.texts, typed.classes, current);
  if (!parsed.ok) return refuse(typed, { faulty: parsed.faulty, status: 422 });
  if (typed.reason === '') return refuse(typed, { problem: 'reason_missing', status: 422 });

  await requireStepUp(request, context, { actor, form });
  const outcome = await changePolicy(context.auth, {
    policy: parsed.policy,
    basedOn: Number(textOf(form, 'version')),
    reason: typed.reason,
    mode: env.mode,
    actor,
    trace: context.trace,
  });
  if (outcome.ok)
    return redirect(
      outcome.made === 'version'
        ? '/admin/policy?done=saved'
        : `/admin/proposals/${outcome.proposalId}?done=asked`,
    );
  const breaches = outcome.reason === 'below_floor' ? outcome.breaches : [];
  return refuse(typed, { problem: outcome.reason, breaches, status: 409 });
}

function readTyped(form: FormData): Typed {
  const chosen = (tier: number) =>
    form.getAll(`classes-${tier}`).filter((value): value is string => typeof value === 'string');
  return {
    texts: textsOf(form, POLICY_FIELDS),
    classes: { 1: chosen(1), 2: chosen(2), 3: chosen(3) },
    reason: textOf(form, 'reason').slice(0, LONGEST_REASON),
  };
}

type Refused = {
  status: number;
  problem?: Problem;
  faulty?: readonly PolicyField[];
  breaches?: readonly FloorBreach[];
};

function refuse(typed: Typed, { status, problem, faulty = [], breaches = [] }: Refused) {
  return data({ typed, problem: problem ?? null, faulty, breaches }, { status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function PolicyPage({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(adminWords).policy;
  const { version, policy, versions, isAlone, waiting, isSaved } = loaderData;
  const stored = { texts: toPolicyTexts(policy), classes: policy.classesOfTier, reason: '' };
  return (
    <>
      <PageTitle title={words.title} />
      <PolicyTabs current="rules" />
      {isSaved && !actionData && <Notice kind="good">{words.saved}</Notice>}
      {actionData?.problem && (
        <Notice kind="problem">
          <p>{words.problems[actionData.problem]}</p>
          {actionData.breaches.map((breach) => (
            <p key={breach}>{words.breaches[breach]}</p>
          ))}
        </Notice>
      )}
      <div className="columns">
        <Sheet title={words.inForce}>
          <PolicyRules policy={policy} />
        </Sheet>
        <Sheet title={words.change}>
          <SecondPersonNotice isAlone={isAlone} waiting={waiting} isOfRules />
          <PolicyForm
            version={version}
            typed={actionData?.typed ?? stored}
            faulty={actionData?.faulty ?? []}
          />
        </Sheet>
      </div>
      <Sheet title={words.versions} isFlush>
        <PolicyVersions versions={versions} />
      </Sheet>
    </>
  );
}
