import { randomUUID } from 'node:crypto';
import { data } from 'react-router';
import { renewInvitation } from '#auth/invitations/renew-invitation.ts';
import { canMakeTransition } from '#auth/keys/key.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/key.route';
import { DEEDS, parseDeed } from './deed.ts';
import { findDeskKey, findKeyHistory } from './find-key.server.ts';
import type { DeskKey } from './find-key.server.ts';
import { KeyHistory } from './key-history.tsx';
import { toPrintedLink } from './printed-link.server.ts';
import { PrintedLinkSheet } from './printed-link.tsx';
import { deskWords } from './words.ts';

const REQUEST_ID = /^[0-9a-f-]{36}$/;

/** A key of one's own customers: what it is, what can be done with it, what happened to it. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db } = context.services;
  const key = await findDeskKey(db, { actor, keyId: params.keyId });
  if (key === null) throw notFound();
  const query = new URL(request.url).searchParams;
  return {
    key,
    history: await findKeyHistory(db, key.id),
    deeds: DEEDS.filter((deed) => canMakeTransition(key.status, deed)),
    done: parseDeed(query.get('done')),
    requestId: randomUUID(),
  };
}

/** Makes a new link for a key that waits for its holder, and shows it this once. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const requestId = textOf(await readForm(request), 'requestId');
  if (!REQUEST_ID.test(requestId)) throw badRequest();
  const outcome = await renewInvitation(context.auth, {
    keyId: params.keyId,
    requestId,
    actor,
    trace: context.trace,
  });
  if (outcome.ok) return data({ link: toPrintedLink(context.services.env.origin, outcome.invitation) });
  if (outcome.reason === 'not_found') throw notFound();
  return data({ link: null }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.key.label }];

export default function KeyPage({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords);
  const { key, history, deeds, done, requestId } = loaderData;
  const back = { href: `/desk/customers/${key.account.id}`, word: key.account.name };
  return (
    <>
      <PageTitle
        title={key.label}
        lead={key.holderName}
        back={back}
        actions={deeds.map((deed) => (
          <LinkButton
            key={deed}
            kind={deed === 'revoke' ? 'danger' : 'quiet'}
            href={`/desk/keys/${key.id}/${deed}`}
          >
            {words.deeds[deed].link}
          </LinkButton>
        ))}
      />
      {done && <Notice kind="good">{words.deeds[done].done}</Notice>}
      {actionData?.link === null && <Notice kind="problem">{words.notWaiting}</Notice>}
      {actionData?.link && <PrintedLinkSheet link={actionData.link} />}
      <Sheet>
        <Facts of={key} />
      </Sheet>
      {key.status === 'assigned' && (
        <Sheet title={words.newLink}>
          <form method="post" className="form">
            <p>{words.newLinkText}</p>
            <input type="hidden" name="requestId" value={requestId} />
            <div className="form-actions">
              <Button>{words.newLink}</Button>
            </div>
          </form>
        </Sheet>
      )}
      <Sheet isFlush title={words.history}>
        <KeyHistory events={history} />
      </Sheet>
    </>
  );
}

function Facts({ of: key }: { of: DeskKey }) {
  const { facts } = useWords(deskWords);
  const { format } = usePage();
  const instant = (at: Date | null) => (at === null ? '—' : format.instant(at));
  return (
    <KeyValueList
      items={[
        { key: facts.holder, value: key.holderName },
        { key: facts.account, value: key.account.name },
        { key: facts.status, value: <KeyStatusMark status={key.status} /> },
        ...(key.statusReason === null ? [] : [{ key: facts.reason, value: key.statusReason }]),
        { key: facts.serial, value: key.serial ?? '—' },
        { key: facts.model, value: key.modelName ?? '—' },
        { key: facts.issuedAt, value: instant(key.issuedAt) },
        { key: facts.activatedAt, value: instant(key.activatedAt) },
        { key: facts.lastUsedAt, value: instant(key.lastUsedAt) },
        { key: facts.sessions, value: format.count(key.openSessions) },
      ]}
    />
  );
}
