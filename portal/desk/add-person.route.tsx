import { data, redirect } from 'react-router';
import { addMembership } from '#auth/holders/add-membership.ts';
import { addPerson } from '#auth/holders/add-person.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { isCustomerRole } from '#auth/permissions/roles.ts';
import { requireStaff } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/add-person.route';
import { findCustomer } from './find-customer.server.ts';
import { findKnownMatches } from './find-known-matches.server.ts';
import { KnownPeopleSheet } from './known-people-sheet.tsx';
import { PERSON_FIELDS, parsePerson } from './person-form.ts';
import type { PersonTexts } from './person-form.ts';
import { NewPersonSheet } from './new-person-sheet.tsx';
import type { PersonFormState } from './new-person-sheet.tsx';
import { deskWords } from './words.ts';

const EMPTY: PersonTexts = { name: '', position: '', email: '', phone: '', role: 'buyer', language: 'ru' };

/** Two ways to add a person: write down a new one, or let in somebody whom the manager knows. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db } = context.services;
  const { accountId } = params;
  const customer = await findCustomer(db, { accountId, actor });
  if (customer === null || customer.isClosed) throw notFound();
  const query = new URL(request.url).searchParams.get('q') ?? '';
  return {
    title: wordsIn(deskWords, context.locale).person.title,
    account: { id: accountId, name: customer.name },
    known: await findKnownMatches(db, { accountId, actor, query }),
    query,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const step = { request, form, accountId: params.accountId, actor, context };
  return textOf(form, 'intent') === 'join' ? join(step) : write(step);
}

type Step = {
  request: Request;
  form: FormData;
  accountId: string;
  actor: StaffActor;
  context: PortalContext;
};

async function write({ request, form, accountId, actor, context }: Step) {
  const texts = textsOf(form, PERSON_FIELDS);
  const parsed = parsePerson(texts);
  if (!parsed.ok) return problem({ texts, faults: parsed.faults, known: null });
  await requireStepUp(request, context, { actor, form });
  const outcome = await addPerson(context.auth, {
    accountId,
    person: parsed.person,
    role: parsed.role,
    isSurelyNew: textOf(form, 'isSurelyNew') === 'yes',
    actor,
    trace: context.trace,
  });
  if (outcome.ok)
    throw redirect(
      `/desk/customers/${accountId}?done=${outcome.isProposed ? 'owner-asked' : 'person-added'}`,
    );
  if (outcome.reason === 'account_not_found') throw notFound();
  return problem({ texts, faults: ['email'], known: outcome.known });
}

function problem(state: PersonFormState) {
  return data({ state, isMember: false }, { status: 422 });
}

async function join({ request, form, accountId, actor, context }: Step) {
  const { holderId, role } = textsOf(form, ['holderId', 'role']);
  if (!isCustomerRole(role)) throw badRequest();
  await requireStepUp(request, context, { actor, form });
  const outcome = await addMembership(context.auth, {
    accountId,
    holderId,
    role,
    actor,
    trace: context.trace,
  });
  if (outcome.ok)
    throw redirect(
      `/desk/customers/${accountId}?done=${outcome.isProposed ? 'owner-asked' : 'person-joined'}`,
    );
  if (outcome.reason === 'not_found') throw notFound();
  return data({ state: null, isMember: true }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function AddPerson({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).person;
  const { account, known, query } = loaderData;
  const path = `/desk/customers/${account.id}`;
  return (
    <>
      <PageTitle title={words.title} back={{ href: path, word: account.name }} />
      {actionData?.isMember && (
        <Notice kind="problem">
          <p>{words.memberAlready}</p>
        </Notice>
      )}
      <div className="columns">
        <NewPersonSheet
          path={`${path}/people/new`}
          state={actionData?.state ?? { texts: EMPTY, faults: [], known: null }}
        />
        <KnownPeopleSheet
          path={`${path}/people/new`}
          query={query}
          known={known}
          suggested={actionData?.state?.known ?? null}
        />
      </div>
    </>
  );
}
