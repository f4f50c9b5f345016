import { randomUUID } from 'node:crypto';
import { data } from 'react-router';
import { issueKey } from '#auth/keys/issue-key.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/issue-key.route';
import { findCustomer } from './find-customer.server.ts';
import { toPrintedLink } from './printed-link.server.ts';
import { PrintedLinkSheet } from './printed-link.tsx';
import { deskWords } from './words.ts';

const LABEL_LENGTH_MAX = 60;
const SERIAL_LENGTH_MAX = 60;
const REQUEST_ID = /^[0-9a-f-]{36}$/;

/** The form by which a person of one's own customer gets a key. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const customer = await findCustomer(context.services.db, { actor, accountId: params.accountId });
  const person = customer?.people.find(({ holderId }) => holderId === params.holderId);
  if (!customer || !person) throw notFound();
  return {
    customerId: customer.id,
    customerName: customer.name,
    personName: person.name,
    requestId: randomUUID(),
  };
}

/** Issues the key and shows its link and code, this once. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const requestId = textOf(form, 'requestId');
  const label = textOf(form, 'label').trim().slice(0, LABEL_LENGTH_MAX);
  const serial = textOf(form, 'serial').trim().slice(0, SERIAL_LENGTH_MAX);
  if (!REQUEST_ID.test(requestId) || label === '') throw badRequest();
  const outcome = await issueKey(context.auth, {
    accountId: params.accountId,
    holderId: params.holderId,
    label,
    serial: serial === '' ? null : serial,
    requestId,
    actor,
    trace: context.trace,
  });
  if (!outcome.ok) return data({ problem: outcome.reason } as const, { status: 409 });
  const link = toPrintedLink(context.services.env.origin, outcome.invitation);
  return data({ problem: null, keyId: outcome.keyId, link });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.personName }];

export default function IssueKey({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords);
  const { customerId, customerName, personName, requestId } = loaderData;
  const back = { href: `/desk/customers/${customerId}`, word: customerName };
  if (actionData && actionData.problem === null) {
    return (
      <>
        <PageTitle title={words.issuedTitle(personName)} back={back} />
        <PrintedLinkSheet link={actionData.link} />
        <div className="form-actions">
          <LinkButton href={`/desk/keys/${actionData.keyId}`}>{words.toKey}</LinkButton>
        </div>
      </>
    );
  }
  return (
    <>
      <PageTitle title={words.issueFor(personName)} back={back} />
      {actionData?.problem === 'issued_already' && <Notice kind="problem">{words.issuedAlready}</Notice>}
      {actionData?.problem === 'holder_not_of_account' && (
        <Notice kind="problem">{words.notOfAccount}</Notice>
      )}
      <Sheet>
        <form method="post" className="form">
          <input type="hidden" name="requestId" value={requestId} />
          <Field
            name="label"
            label={words.label}
            hint={words.labelHint}
            required
            maxLength={LABEL_LENGTH_MAX}
          />
          <Field name="serial" label={words.serial} isCode maxLength={SERIAL_LENGTH_MAX} autoComplete="off" />
          <div className="form-actions">
            <Button kind="primary" icon="key">
              {words.issueButton}
            </Button>
          </div>
        </form>
      </Sheet>
    </>
  );
}
