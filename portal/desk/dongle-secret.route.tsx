import { data, redirect } from 'react-router';
import { SECRET_BYTES } from '#auth/dongles/dongle-kind.ts';
import type { SecretKind } from '#auth/dongles/dongle-kind.ts';
import { parseSecret, setDongleSecret } from '#auth/dongles/set-secret.ts';
import { findKey } from '#auth/keys/find-key.ts';
import type { KeyDetails } from '#auth/keys/find-key.ts';
import { isWaiting } from '#auth/keys/key.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/dongle-secret.route';
import { agentWords } from './agent-words.ts';

const KINDS = ['hmac-sha1', 'hmac-sha256'] as const satisfies readonly SecretKind[];
/** With room for spaces between the digits. */
const LONGEST_TYPED = SECRET_BYTES['hmac-sha256'] * 4;

/** Whether there is a secret to write down: of a dongle that answers challenges, until its holder has registered it. */
function needsSecret({ kind, status }: Pick<KeyDetails, 'kind' | 'status'>): boolean {
  return kind === 'challenge-response' && isWaiting(status);
}

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.auth;
  const key = await findKey(db, { keyId: params.keyId, actor, now: now() });
  if (key === null) throw notFound();
  const title = wordsIn(agentWords, context.locale).secret.title(key.label);
  return { title, keyId: key.keyId, label: key.label, isNeeded: needsSecret(key) };
}

/** What was typed comes back in no answer. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const { kind: typedKind, secret: typed } = textsOf(form, ['kind', 'secret']);
  const kind = KINDS.find((known) => known === typedKind) ?? 'hmac-sha1';
  const { keyId } = params;
  const { db, now } = context.auth;
  if ((await findKey(db, { keyId, actor, now: now() })) === null) throw notFound();
  if (parseSecret(kind, typed) === null) return data({ kind }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await setDongleSecret(context.auth, { keyId, kind, typed, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  throw redirect(`/desk/keys/${keyId}?done=secret`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function DongleSecret({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(agentWords).secret;
  const { title, keyId, label, isNeeded } = loaderData;
  const path = `/desk/keys/${keyId}`;
  return (
    <>
      <PageTitle title={title} lead={words.lead} back={{ href: path, word: label }} />
      {!isNeeded && (
        <>
          <Notice kind="info">
            <p>{words.notNeeded}</p>
          </Notice>
          <div className="form-actions">
            <LinkButton href={path}>{words.toKey}</LinkButton>
          </div>
        </>
      )}
      {isNeeded && (
        <KeyForm action={`${path}/secret`} className="form">
          <Select
            name="kind"
            label={words.kind}
            options={KINDS.map((kind) => ({ value: kind, word: words.kinds[kind] }))}
            defaultValue={actionData?.kind ?? 'hmac-sha1'}
            required
          />
          {/* `one-time-code` keeps it out of drafts and out of the browser's memory of forms */}
          <Field
            name="secret"
            label={words.field}
            hint={words.hint}
            error={actionData === undefined ? undefined : words.notASecret}
            isCode
            required
            maxLength={LONGEST_TYPED}
            autoComplete="one-time-code"
            spellCheck={false}
          />
          <div className="form-actions">
            <Button kind="primary" icon="key">
              {words.button}
            </Button>
          </div>
        </KeyForm>
      )}
    </>
  );
}
