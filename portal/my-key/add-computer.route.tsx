import type { ReactNode } from 'react';
import { data } from 'react-router';
import { findExtendableKeys, inviteComputer } from '#auth/dongles/invite-computer.ts';
import type { InviteComputerOutcome } from '#auth/dongles/invite-computer.ts';
import { findOwnPin } from '#auth/pins/set-pin.ts';
import { computerWords } from '../dongles/computer-words.ts';
import { requireCustomer } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { enrolUrl } from '../keys/enrol-url.ts';
import { wordsIn } from '../lib/i18n.ts';
import { PinField, PinHints } from '../login/pin-fields.tsx';
import type { PageHandle } from '../root.tsx';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { CopyCode } from '../ui/copy-code.tsx';
import { Select } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/add-computer.route';
import { myKeyWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['step-up', 'pin-hints'] };

/** Which old keys of whoever is signed in may get a computer, and how the key of the session confirms it. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireCustomer(request, context);
  return {
    title: wordsIn(computerWords, context.locale).add.title,
    keys: await findExtendableKeys(context.auth, actor),
    hasServerPin: (await findOwnPin(context.auth.db, { keyId: actor.keyId })) !== null,
  };
}

/** Link and code are in this answer and nowhere else. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireCustomer(request, context);
  const form = await readForm(request);
  const { key: keyId } = textsOf(form, ['key']);
  const typed = form.get('pin');
  const hasServerPin = (await findOwnPin(context.auth.db, { keyId: actor.keyId })) !== null;
  if (!hasServerPin) await requireStepUp(request, context, { actor, form });
  const pin = typeof typed === 'string' ? typed : null;
  const outcome = await inviteComputer(context.auth, { keyId, pin, actor, trace: context.trace });
  if (!outcome.ok && outcome.reason === 'not_found') throw notFound();
  if (!outcome.ok) return data({ problem: problemOf(outcome.reason), made: null }, { status: 422 });
  const { token, claimCode, expiresAt } = outcome.invitation;
  const url = enrolUrl(context.services.env.origin, token);
  return data({ problem: null, made: { url, claimCode, expiresAt } });
}

type Refusal = Exclude<Extract<InviteComputerOutcome, { ok: false }>['reason'], 'not_found'>;

function problemOf(reason: Refusal): 'signsLater' | 'wrongPin' | 'wait' | 'noPin' {
  switch (reason) {
    case 'signs_later':
      return 'signsLater';
    case 'wrong_pin':
      return 'wrongPin';
    case 'pin_wait':
      return 'wait';
    case 'pin_tries_spent':
    case 'pin_missing':
    case 'pin_expired':
    case 'pin_limit':
      return 'noPin';
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function AddComputer({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(computerWords).add;
  const { title: toMyKey } = useWords(myKeyWords);
  const { title, keys, hasServerPin } = loaderData;
  const back = { href: '/my-key', word: toMyKey };
  if (actionData?.made) {
    return (
      <>
        <PageTitle title={title} back={back} />
        <MadeLink made={actionData.made} />
      </>
    );
  }
  return (
    <>
      <PageTitle title={title} lead={words.lead} back={back} />
      {actionData?.problem && <Notice kind="problem">{words[actionData.problem]}</Notice>}
      {keys.length === 0 && <Notice kind="info">{words.none}</Notice>}
      {keys.length > 0 && (
        <ConfirmedForm hasServerPin={hasServerPin}>
          <Select
            name="key"
            label={words.key}
            options={keys.map(({ keyId, label }) => ({ value: keyId, word: label }))}
            required
          />
          {hasServerPin && (
            <>
              <PinField name="pin" label={words.pin} hint={words.pinHint} />
              <PinHints />
            </>
          )}
          <div className="form-actions">
            <Button kind="primary" icon="key">
              {words.button}
            </Button>
          </div>
        </ConfirmedForm>
      )}
    </>
  );
}

/** A key with a PIN of its own is touched; for another one the portal asks for the PIN. */
function ConfirmedForm({ hasServerPin, children }: { hasServerPin: boolean; children: ReactNode }) {
  const of = { action: '/my-key/computers/new', className: 'form' };
  if (!hasServerPin) return <KeyForm {...of}>{children}</KeyForm>;
  return (
    <form {...of} method="post">
      {children}
    </form>
  );
}

function MadeLink({ made }: { made: { url: string; claimCode: string; expiresAt: Date } }) {
  const words = useWords(computerWords).add;
  const { format } = usePage();
  const [install, link, code, plug] = words.steps;
  return (
    <>
      <Sheet title={words.madeTitle}>
        <ol>
          <li>
            {install} <a href="/agent">{words.agent}</a>
          </li>
          <li>
            {link}
            <div>
              <CopyCode code={made.url} />
            </div>
          </li>
          <li>
            {code}
            <div>
              <CopyCode code={made.claimCode} isLarge />
            </div>
          </li>
          <li>{plug}</li>
        </ol>
        <p className="soft">{words.until(format.instant(made.expiresAt))}</p>
      </Sheet>
      <div className="form-actions">
        <LinkButton href="/my-key">{words.done}</LinkButton>
      </div>
    </>
  );
}
