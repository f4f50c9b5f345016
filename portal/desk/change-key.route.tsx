import { data, redirect } from 'react-router';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { findKey } from '#auth/keys/find-key.ts';
import { canMakeTransition } from '#auth/keys/key.ts';
import { findResumeBar } from '#auth/keys/resume-bar.ts';
import { mayAtAll } from '#auth/permissions/reach.ts';
import { findOpenSessions } from '#auth/sessions/find-open-sessions.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { keysWords } from '../keys/words.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/change-key.route';
import { BarredResume } from './barred-resume.tsx';
import { ImpossibleChange } from './impossible-change.tsx';
import { KEY_READERS, parseKeyChange } from './key-change.ts';
import type { KeyChange } from './key-change.ts';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';

/** What ends the key's sessions. */
const STOPS: ReadonlySet<KeyChange> = new Set(['suspend', 'report-lost', 'revoke']);

/** Names the key, its holder and what will end, before it happens. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, KEY_READERS);
  const { auth, locale } = context;
  const change = parseKeyChange(params.change);
  const now = auth.now();
  const key = change && (await findKey(auth.db, { keyId: params.keyId, actor, now }));
  if (change === null || key === null || !mayAtAll(actor, `key:${change}`)) throw notFound();
  const { keyId } = key;
  const policy = await auth.policy();
  const isResuming = change === 'resume' && key.status === 'suspended';
  const sessions = await findOpenSessions(auth.db, { of: { keyId }, policy, now });
  return {
    title: wordsIn(keysWords, locale).change.titles[change](key.label),
    change,
    key,
    openSessions: sessions.length,
    bar: isResuming ? await findResumeBar(auth.db, { keyId, policy, now }) : null,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, KEY_READERS);
  const change = parseKeyChange(params.change);
  if (change === null) throw notFound();
  const form = await readForm(request);
  const typed = textOf(form, 'reason');
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const { keyId } = params;
  const { reason } = parsed;
  const outcome = await changeKeyStatus(context.auth, {
    keyId,
    transition: change,
    reason,
    actor,
    trace: context.trace,
  });
  if (outcome.ok) throw redirect(`/desk/keys/${keyId}?done=${change}&ended=${outcome.endedSessions}`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ typed, fault: null }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ChangeKey({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(keysWords).change;
  const { title, change, key, openSessions, bar } = loaderData;
  const path = `/desk/keys/${key.keyId}`;
  const isPossible = canMakeTransition(key.status, change);
  return (
    <>
      <PageTitle title={key.label} lead={key.holder.name} back={{ href: path, word: words.toKey }} />
      {!isPossible && <ImpossibleChange status={key.status} path={path} />}
      {bar !== null && <BarredResume bar={bar} path={path} />}
      {isPossible && bar === null && (
        <ConfirmPanel
          isConfirmedByKey
          title={title}
          verb={words.verbs[change]}
          isDangerous={change !== 'resume'}
          action={`${path}/${change}`}
          cancelHref={path}
          consequence={
            <>
              <p>{words.whose(key.holder.name, key.account.name)}</p>
              {STOPS.has(change) && <p>{words.sessions(openSessions)}</p>}
              <p>{words.consequences[change]}</p>
            </>
          }
        >
          <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
        </ConfirmPanel>
      )}
    </>
  );
}
