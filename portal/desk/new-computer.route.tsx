import { randomUUID } from 'node:crypto';
import { data, redirect } from 'react-router';
import { askComputer } from '#auth/dongles/ask-computer.ts';
import { isDongleKind } from '#auth/dongles/dongle-kind.ts';
import { findRequestedKey } from '#auth/invitations/find-requested-key.ts';
import { findKey } from '#auth/keys/find-key.ts';
import { computerWords } from '../dongles/computer-words.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { enrolUrl } from '../keys/enrol-url.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { CopyCode } from '../ui/copy-code.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/new-computer.route';
import { parseRequestId } from './key-form.ts';

/** One more computer for an old key of the manager's customer; one form makes one link and shows it once. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.services;
  const key = await findKey(db, { keyId: params.keyId, actor, now: now() });
  if (key === null) throw notFound();
  const requestId = parseRequestId(new URL(request.url).searchParams.get('request'));
  const isShown = requestId !== null && (await findRequestedKey(db, { requestId, actor })) === key.keyId;
  return {
    title: wordsIn(computerWords, context.locale).desk.title(key.label),
    label: key.label,
    whose: `${key.holder.name}, ${key.account.name}`,
    keyId: key.keyId,
    canHave: key.status === 'active' && key.kind !== null && isDongleKind(key.kind),
    requestId: isShown || requestId === null ? randomUUID() : requestId,
    isShown,
  };
}

/** The link is in this answer and nowhere else. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const requestId = parseRequestId(new URL(request.url).searchParams.get('request'));
  if (requestId === null) throw badRequest();
  const { db, env } = context.services;
  const { keyId } = params;
  const shown = () => redirect(`/desk/keys/${keyId}/new-computer?request=${requestId}`);
  // A page that is loaded again sends its form again: no second touch is asked for what was done.
  if ((await findRequestedKey(db, { requestId, actor })) === keyId) throw shown();
  await requireStepUp(request, context, { actor, form: await readForm(request) });
  const outcome = await askComputer(context.auth, { keyId, requestId, actor, trace: context.trace });
  if (!outcome.ok && outcome.reason === 'asked_already') throw shown();
  if (!outcome.ok) throw notFound();
  const { token, expiresAt } = outcome.invitation;
  return data({ url: enrolUrl(env.origin, token), expiresAt });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NewComputer({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(computerWords).desk;
  const { title, label, whose, keyId, canHave, requestId, isShown } = loaderData;
  const path = `/desk/keys/${keyId}`;
  return (
    <>
      <PageTitle title={label} lead={whose} back={{ href: path, word: words.toKey }} />
      {actionData && <MadeLink made={actionData} path={path} />}
      {!actionData && isShown && <Notice kind="info">{words.shown}</Notice>}
      {!actionData && !canHave && <Notice kind="problem">{words.notNow}</Notice>}
      {!actionData && canHave && (
        <ConfirmPanel
          isConfirmedByKey
          title={title}
          consequence={<p>{words.consequence}</p>}
          verb={words.verb}
          action={`${path}/new-computer?request=${requestId}`}
          cancelHref={path}
        />
      )}
    </>
  );
}

function MadeLink({ made, path }: { made: { url: string; expiresAt: Date }; path: string }) {
  const words = useWords(computerWords).desk;
  const { format } = usePage();
  return (
    <>
      <Sheet title={words.madeTitle}>
        <CopyCode code={made.url} />
        <p>{words.made}</p>
        <p>{words.code}</p>
        <p className="soft">{words.until(format.instant(made.expiresAt))}</p>
      </Sheet>
      <div className="form-actions">
        <LinkButton href={path}>{words.toKey}</LinkButton>
      </div>
    </>
  );
}
