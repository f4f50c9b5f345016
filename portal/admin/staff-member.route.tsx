import { data, redirect } from 'react-router';
import { handOverAccounts } from '#auth/accounts/hand-over-accounts.ts';
import { endStaff } from '#auth/holders/end-staff.ts';
import { findManagers, findStaffMember } from '#auth/holders/find-staff.ts';
import { inviteStaff } from '#auth/holders/invite-staff.ts';
import { confirmStaffLink } from '#auth/invitations/confirm-staff-link.ts';
import { withdrawStaffLink } from '#auth/invitations/withdraw-staff-link.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { frameWords } from '../frame/words.ts';
import { requirePermission } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { badRequest, forbidden, notFound } from '../http/refuse.server.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/staff-member.route';
import { EndSheet, HandOverSheet, InviteSheet, KeysSheet, LinkSheet } from './staff-sheets.tsx';
import type { StaffKeyDeed } from './staff-sheets.tsx';
import { deputiesWords } from '../deputies/words.ts';
import { adminWords } from './words.ts';
import type { adminEn } from './words.en.ts';

const DONE = [
  'added',
  'suspended',
  'resumed',
  'revoked',
  'handedOver',
  'ended',
  'withdrawn',
  'linkConfirmed',
] as const;
const DONE_BY_DEED = { suspend: 'suspended', resume: 'resumed', revoke: 'revoked' } as const;
const LONGEST_REASON = 500;
const LONGEST_LABEL = 60;

type Problem = keyof (typeof adminEn)['staff']['problems'];

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requirePermission(request, context, 'staff:manage');
  const { db, now } = context.services;
  const person = await findStaffMember(db, { holderId: params.holderId, now: now() });
  if (person === null) throw notFound();
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: person.name,
    person,
    isOneself: person.id === actor.holderId,
    ownId: actor.holderId,
    managers: (await findManagers(db)).filter(({ id }) => id !== person.id),
    done: DONE.find((known) => known === done) ?? null,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'staff:manage');
  const form = await readForm(request);
  await requireStepUp(request, context, { actor, form });
  const { holderId } = params;
  switch (textOf(form, 'intent')) {
    case 'invite':
      return invite({ form, holderId, actor, context });
    case 'suspend':
      return changeKey('suspend', { form, holderId, actor, context });
    case 'resume':
      return changeKey('resume', { form, holderId, actor, context });
    case 'revoke':
      return changeKey('revoke', { form, holderId, actor, context });
    case 'confirm-link':
      return confirmLink({ form, holderId, actor, context });
    case 'withdraw-link':
      return withdrawLink({ form, holderId, actor, context });
    case 'hand-over':
      return handOver({ form, holderId, actor, context });
    case 'end':
      return end({ form, holderId, actor, context });
    default:
      throw badRequest();
  }
}

type Step = { form: FormData; holderId: string; actor: StaffActor; context: PortalContext };

/** The link and its code are in this answer and nowhere else. */
async function invite({ form, holderId, actor, context }: Step) {
  const label = textOf(form, 'label').slice(0, LONGEST_LABEL) || 'Brelok';
  const outcome = await inviteStaff(context.auth, { holderId, label, actor, trace: context.trace });
  if (!outcome.ok) return problem(outcome.reason);
  const { opensAt, invitation } = outcome;
  const { token, claimCode, expiresAt } = invitation;
  const url = `${context.services.env.origin}/enrol#${token}`;
  return data({ problem: null, link: { url, claimCode, opensAt, expiresAt } });
}

async function changeKey(deed: StaffKeyDeed, { form, holderId, actor, context }: Step) {
  const { keyId, reason } = textsOf(form, ['keyId', 'reason']);
  if (reason === '') return problem('reason_missing');
  const person = await findStaffMember(context.services.db, { holderId, now: context.services.now() });
  if (!person?.keys.some(({ id }) => id === keyId)) return problem('not_found');
  const outcome = await changeKeyStatus(context.auth, {
    keyId,
    transition: deed,
    reason: reason.slice(0, LONGEST_REASON),
    actor,
    trace: context.trace,
  });
  return outcome.ok ? done(holderId, DONE_BY_DEED[deed]) : problem(outcome.reason);
}

async function confirmLink({ form, holderId, actor, context }: Step) {
  const keyId = textOf(form, 'keyId');
  const outcome = await confirmStaffLink(context.auth, { keyId, holderId, actor, trace: context.trace });
  return outcome.ok ? done(holderId, 'linkConfirmed') : problem('link_gone');
}

async function withdrawLink({ form, holderId, actor, context }: Step) {
  const keyId = textOf(form, 'keyId');
  const outcome = await withdrawStaffLink(context.auth, { keyId, holderId, actor, trace: context.trace });
  return outcome.ok ? done(holderId, 'withdrawn') : problem('link_gone');
}

async function handOver({ form, holderId, actor, context }: Step) {
  const outcome = await handOverAccounts(context.auth, {
    fromId: holderId,
    toId: textOf(form, 'managerId'),
    actor,
    trace: context.trace,
  });
  if (outcome.ok) return done(holderId, 'handedOver');
  if (outcome.reason === 'not_allowed') throw forbidden('not_your_role');
  return problem(outcome.reason);
}

async function end({ form, holderId, actor, context }: Step) {
  const reason = textOf(form, 'reason').slice(0, LONGEST_REASON);
  if (reason === '') return problem('reason_missing');
  const outcome = await endStaff(context.auth, { holderId, reason, actor, trace: context.trace });
  return outcome.ok ? done(holderId, 'ended') : problem(outcome.reason);
}

function problem(reason: Problem) {
  return data({ problem: reason, link: null }, { status: 409 });
}

function done(holderId: string, what: (typeof DONE)[number]) {
  return redirect(`/admin/staff/${encodeURIComponent(holderId)}?done=${what}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function StaffMemberPage({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(adminWords).staff;
  const { roles } = useWords(frameWords);
  const { toList } = useWords(deputiesWords);
  const { person, isOneself, ownId, managers, done: said } = loaderData;
  const path = `/admin/staff/${person.id}`;
  return (
    <>
      <PageTitle
        title={person.name}
        lead={[person.role === null ? words.noRole : roles[person.role], person.email]
          .filter((part) => part !== null)
          .join(' · ')}
        back={{ href: '/admin/staff', word: words.back }}
        actions={
          person.role === 'account-manager' &&
          !person.hasLeft && <LinkButton href={`${path}/deputies`}>{toList}</LinkButton>
        }
      />
      {said && !actionData && <Notice kind="good">{words[said]}</Notice>}
      {actionData?.problem && <Notice kind="problem">{words.problems[actionData.problem]}</Notice>}
      {actionData?.link && <LinkSheet link={actionData.link} />}
      <KeysSheet ownId={ownId} path={path} person={person} canChange={!isOneself} />
      {isOneself && <Notice kind="info">{words.oneself}</Notice>}
      {person.accountCount > 0 && <HandOverSheet path={path} person={person} managers={managers} />}
      {!isOneself && !person.hasLeft && (
        <div className="columns">
          <InviteSheet path={path} />
          <EndSheet path={path} person={person} />
        </div>
      )}
    </>
  );
}
