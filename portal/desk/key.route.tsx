import { isDongleKind } from '#auth/dongles/dongle-kind.ts';
import { findKeyHistory } from '#auth/keys/find-key-history.ts';
import { findKey } from '#auth/keys/find-key.ts';
import type { KeyDetails } from '#auth/keys/find-key.ts';
import { canMakeTransition, isWaiting } from '#auth/keys/key.ts';
import { mayAtAll } from '#auth/permissions/reach.ts';
import { findOpenSessions } from '#auth/sessions/find-open-sessions.ts';
import { computerWords } from '../dongles/computer-words.ts';
import { requireStaff } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { KeyFactsSheet } from '../keys/key-facts-sheet.tsx';
import { KeyHistory } from '../keys/key-history.tsx';
import { KeySessionsSheet } from '../keys/key-sessions-sheet.tsx';
import { keysWords } from '../keys/words.ts';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/key.route';
import { agentWords } from './agent-words.ts';
import { closeWords } from './close-words.ts';
import { KEY_CHANGES, KEY_READERS } from './key-change.ts';
import { noteRead } from './note-read.server.ts';

const DONE = [...KEY_CHANGES, 'ship', 'unlock-pin', 'reset-pin', 'secret', 'session-ended'] as const;
const SEQ = /^\d{1,18}$/;

/** A key of one of the manager's customers, or for an administrator of any: what it is, who is in with it, and all that happened to it. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, KEY_READERS);
  const { auth } = context;
  const { db } = auth;
  const { keyId } = params;
  const query = new URL(request.url).searchParams;
  const before = query.get('before') ?? '';
  const now = auth.now();
  const key = await findKey(db, { keyId, actor, now });
  const history = await findKeyHistory(db, {
    keyId,
    actor,
    before: SEQ.test(before) ? BigInt(before) : null,
  });
  if (key === null || history === null) throw notFound();
  await noteRead(context.services, { actor, accountId: key.account.id, trace: context.trace });
  return {
    key,
    history,
    sessions: await findOpenSessions(db, { of: { keyId }, policy: await auth.policy(), now }),
    changes: KEY_CHANGES.filter(
      (change) => canMakeTransition(key.status, change) && mayAtAll(actor, `key:${change}`),
    ),
    isManager: actor.role === 'account-manager',
    isFirstPage: before === '',
    done: DONE.find((known) => known === query.get('done')) ?? null,
    ended: Number.parseInt(query.get('ended') ?? '', 10) || 0,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.key.label }];

export default function KeyPage({ loaderData }: Route.ComponentProps) {
  const words = useWords(keysWords);
  const { link: closeWord } = useWords(closeWords);
  const { key, history, sessions, changes, isManager, isFirstPage, done, ended } = loaderData;
  const path = `/desk/keys/${key.keyId}`;
  const accountHref = isManager ? `/desk/customers/${key.account.id}` : null;
  return (
    <>
      <PageTitle
        title={key.label}
        lead={key.holder.name}
        back={{ href: accountHref ?? '/desk/stock?status=all', word: key.account.name }}
        actions={
          <>
            {isManager ? (
              <ManagersLinks of={key} path={path} />
            ) : (
              <LinkButton href={`/desk/customers/${key.account.id}/close`}>{closeWord}</LinkButton>
            )}
            {changes.map((change) => (
              <LinkButton
                key={change}
                href={`${path}/${change}`}
                kind={change === 'revoke' || change === 'report-lost' ? 'danger' : 'quiet'}
              >
                {words.change.verbs[change]}
              </LinkButton>
            ))}
          </>
        }
      />
      {done && (
        <Notice kind="good">
          <p>{words.page.done[done](ended)}</p>
        </Notice>
      )}
      {isFirstPage && <KeyFactsSheet keyDetails={key} accountHref={accountHref} />}
      {isFirstPage && <KeySessionsSheet keyId={key.keyId} sessions={sessions} />}
      <Sheet title={words.page.history} isFlush>
        <KeyHistory events={history.events} />
      </Sheet>
      <Pager
        nextHref={history.nextBefore === null ? null : `${path}?before=${history.nextBefore}`}
        firstHref={isFirstPage ? null : path}
      />
    </>
  );
}

/** What the key's manager does beside changing its state. */
function ManagersLinks({ of: { status, kind, serverPin }, path }: { of: KeyDetails; path: string }) {
  const words = useWords(keysWords);
  const { link: secretWord } = useWords(agentWords).secret;
  const { link: computerWord } = useWords(computerWords).desk;
  return (
    <>
      {isWaiting(status) && <LinkButton href={`${path}/new-link`}>{words.page.newLink}</LinkButton>}
      {isWaiting(status) && kind === 'challenge-response' && (
        <LinkButton href={`${path}/secret`}>{secretWord}</LinkButton>
      )}
      {status === 'active' && kind !== null && isDongleKind(kind) && (
        <LinkButton href={`${path}/new-computer`}>{computerWord}</LinkButton>
      )}
      {serverPin !== null && <PinLinks path={path} failures={serverPin.failures} />}
      {canMakeTransition(status, 'ship') && <LinkButton href={`${path}/ship`}>{words.ship.verb}</LinkButton>}
    </>
  );
}

function PinLinks({ path, failures }: { path: string; failures: number }) {
  const words = useWords(keysWords).page;
  return (
    <>
      {failures > 0 && <LinkButton href={`${path}/unlock-pin`}>{words.unlockPin}</LinkButton>}
      <LinkButton href={`${path}/reset-pin`}>{words.resetPin}</LinkButton>
    </>
  );
}
