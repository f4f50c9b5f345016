import { data, redirect } from 'react-router';
import { findLockedSession } from '#auth/sessions/find-locked-session.ts';
import type { LockedSession } from '#auth/sessions/find-locked-session.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { keepForm } from '../drafts/keep-form.server.ts';
import { setCookie } from '../http/cookies.server.ts';
import { homeOf } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { LockedScreen } from '../ui/locked-screen.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { uiWords } from '../ui/words.ts';
import type { Route } from './+types/locked.route';
import { parseOwnPath, parseReturnPath } from './return-path.ts';
import { loginWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['locked', 'sign-in'] };

/** RFC 9110 section 15.4.8. */
const SAME_METHOD_AND_BODY = 307;

/** A locked session: its key goes on with it, and leads back. It shows nothing of anybody, and no name. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { returnTo } = placesOf(request);
  const home = await findOpenHome(context);
  if (home !== null) throw redirect(returnTo ?? home);
  const locked = await requireLocked(context, returnTo);
  const page = {
    title: wordsIn(uiWords, context.locale).locked.title,
    returnTo,
    why: locked.why,
    unlocksBy: unlocksBy(locked.keyKind),
  };
  if (context.browserToken !== null) return data(page);
  return data(page, { headers: { 'Set-Cookie': setCookie('browser', mintToken()) } });
}

/** A form that met the locked session: sealed and given back to the browser. Where the session goes on again, so does the form. */
export async function action({ request, context }: Route.ActionArgs) {
  const { returnTo, form } = placesOf(request);
  const home = await findOpenHome(context);
  if (home !== null) throw form === null ? redirect(home) : redirect(form, SAME_METHOD_AND_BODY);
  const { sessionId } = await requireLocked(context, returnTo);
  if (form === null) throw redirect('/locked');
  const kept = { sessionId, page: returnTo ?? form, action: form };
  return { sealed: await keepForm(context.auth, request, kept) };
}

/** Which way in its key takes: the button of this page, or another page. */
function unlocksBy(kind: LockedSession['keyKind']): 'browser' | 'number' | 'dongle' {
  switch (kind) {
    case 'fido2':
      return 'browser';
    case 'u2f':
      return 'number';
    case 'challenge-response':
    case 'static-code':
      return 'dongle';
  }
}

function placesOf({ url }: Request) {
  const query = new URL(url).searchParams;
  return { returnTo: parseReturnPath(query.get('return')), form: parseOwnPath(query.get('form')) };
}

/** Where a session that is not locked begins; null where there is none. */
async function findOpenHome(context: PortalContext) {
  const session = await context.findSession();
  if (!session.ok) return null;
  const { actor } = session.session;
  return homeOf(actor.kind === 'customer' ? 'customer' : actor.role);
}

async function requireLocked(context: PortalContext, returnTo: string | null): Promise<LockedSession> {
  const { auth, sessionToken } = context;
  const policy = await auth.policy();
  const locked = await findLockedSession(auth.db, { token: sessionToken, policy, now: auth.now() });
  if (locked === null)
    throw redirect(returnTo === null ? '/sign-in' : `/sign-in?return=${encodeURIComponent(returnTo)}`);
  return locked;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Locked({ loaderData, actionData }: Route.ComponentProps) {
  const { locked: words, signIn } = useWords(loginWords);
  const { returnTo, why, unlocksBy: way } = loaderData;
  const query = returnTo === null ? '' : `?return=${encodeURIComponent(returnTo)}`;
  return (
    <div id="locked" data-return={returnTo ?? undefined}>
      {actionData && (
        <Notice kind={actionData.sealed === null ? 'problem' : 'info'}>
          {actionData.sealed === null ? words.notKept : words.notSent}
        </Notice>
      )}
      {actionData?.sealed && <div id="kept-form" data-sealed={JSON.stringify(actionData.sealed)} hidden />}
      <LockedScreen reach="everything" why={words.why[why]}>
        {way === 'browser' ? (
          <UnlockButton returnTo={returnTo} />
        ) : (
          <LinkButton kind="primary" size="large" icon="key" href={`/sign-in/${way}${query}`}>
            {way === 'number' ? words.unlockByNumber : words.unlockByAgent}
          </LinkButton>
        )}
        <p id="waiting" role="status" hidden>
          {signIn.waiting}
        </p>
        <noscript>
          <Notice kind="problem">{signIn.noScript}</Notice>
        </noscript>
        <form method="post" action="/sign-out">
          <Button kind="plain" size="small">
            {words.end}
          </Button>
        </form>
        <p className="soft">{words.endMeans}</p>
      </LockedScreen>
    </div>
  );
}

function UnlockButton({ returnTo }: { returnTo: string | null }) {
  const words = useWords(uiWords).locked;
  return (
    <Button
      id="sign-in"
      type="button"
      kind="primary"
      size="large"
      icon="key"
      disabled
      data-return={returnTo ?? undefined}
    >
      {words.unlock}
    </Button>
  );
}
