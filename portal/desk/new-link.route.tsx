import { isWaiting } from '#auth/keys/key.ts';
import { randomUUID } from 'node:crypto';
import { data, redirect } from 'react-router';
import { findRequestedKey } from '#auth/invitations/find-requested-key.ts';
import { renewInvitation } from '#auth/invitations/renew-invitation.ts';
import { findKey } from '#auth/keys/find-key.ts';
import { requireStaff } from '../http/guards.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { HandOver, ShownOnce } from '../keys/hand-over.tsx';
import { wordsIn } from '../lib/i18n.ts';
import { readForm } from '../http/read-form.server.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/new-link.route';
import { parseRequestId } from './key-form.ts';
import { toHandOver } from './to-hand-over.server.ts';
import { deskWords } from './words.ts';

/** Asks before the old link dies; like the issue of a key, one form makes one link and shows it once. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.services;
  const key = await findKey(db, { keyId: params.keyId, actor, now: now() });
  if (key === null) throw notFound();
  const requestId = parseRequestId(new URL(request.url).searchParams.get('request'));
  const isShown = requestId !== null && (await findRequestedKey(db, { requestId, actor })) === key.keyId;
  return {
    title: wordsIn(deskWords, context.locale).newLink.title(key.label),
    key,
    requestId: requestId ?? randomUUID(),
    isShown,
  };
}

/** The link and its code are in this answer and nowhere else. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const requestId = parseRequestId(new URL(request.url).searchParams.get('request'));
  if (requestId === null) throw badRequest();
  const { db, env, now } = context.services;
  const { keyId } = params;
  // A page that is loaded again sends its form again: no second touch is asked for what was done.
  if ((await findRequestedKey(db, { requestId, actor })) === keyId)
    throw redirect(`/desk/keys/${keyId}/new-link?request=${requestId}`);
  await requireStepUp(request, context, { actor, form: await readForm(request) });
  const key = await findKey(db, { keyId, actor, now: now() });
  if (key === null) throw notFound();
  const outcome = await renewInvitation(context.auth, { keyId, requestId, actor, trace: context.trace });
  if (outcome.ok) {
    return data({ facts: toHandOver(outcome.invitation, key, env.origin) });
  }
  switch (outcome.reason) {
    case 'not_found':
      throw notFound();
    case 'renewed_already':
      throw redirect(`/desk/keys/${keyId}/new-link?request=${requestId}`);
    case 'not_waiting':
      return data({ facts: null }, { status: 409 });
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NewLink({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).newLink;
  const { key, requestId, isShown, title } = loaderData;
  const path = `/desk/keys/${key.keyId}`;
  const back = { href: path, word: key.label };
  if (actionData?.facts) {
    return (
      <>
        <div className="screen-only">
          <PageTitle title={words.shown} back={back} />
        </div>
        <HandOver facts={actionData.facts} doneHref={path} />
      </>
    );
  }
  return (
    <>
      <PageTitle title={key.label} back={back} />
      {isShown && <ShownOnce keyId={key.keyId} />}
      {!isShown && !isWaiting(key.status) && <NotWaiting path={path} />}
      {!isShown && isWaiting(key.status) && (
        <>
          {actionData && <NotWaiting path={path} />}
          <ConfirmPanel
            isConfirmedByKey
            title={title}
            consequence={<p>{words.consequence}</p>}
            verb={words.verb}
            action={`${path}/new-link?request=${requestId}`}
            cancelHref={path}
          />
        </>
      )}
    </>
  );
}

function NotWaiting({ path }: { path: string }) {
  const words = useWords(deskWords).newLink;
  return (
    <>
      <Notice kind="problem">
        <p>{words.notWaiting}</p>
      </Notice>
      <div className="form-actions">
        <LinkButton href={path}>{words.toKey}</LinkButton>
      </div>
    </>
  );
}
