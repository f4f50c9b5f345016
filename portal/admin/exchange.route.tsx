import { data, redirect } from 'react-router';
import type { StaffActor } from '#auth/permissions/actor.ts';
import {
  allowRemovalOnce,
  closeExchangeAccess,
  findOpenAccesses,
  openExchangeAccess,
} from '../exchange/exchange-access.server.ts';
import type { ListedAccess } from '../exchange/exchange-access.server.ts';
import { EXCHANGE_PATH } from '../exchange/exchange-call.ts';
import { requirePermission } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { badRequest } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { CopyCode } from '../ui/copy-code.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Field, Textarea } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/exchange.route';
import { EXCHANGE_FIELDS, parseExchangeTexts } from './exchange-form.ts';
import type { ExchangeFaults, ExchangeTexts } from './exchange-form.ts';
import { exchangeWords } from './exchange-words.ts';

const PATH = '/admin/sources/exchange';
const DONE = ['closed', 'allowed'] as const;
const NO_TEXTS: ExchangeTexts = { sourceName: '', networks: '' };

type Shown = {
  texts: ExchangeTexts;
  faults: ExchangeFaults;
  problem: 'otherKind' | 'gone' | null;
  opened: { login: string; password: string } | null;
};

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'import:manage');
  const { db, env } = context.services;
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: wordsIn(exchangeWords, context.locale).title,
    accesses: await findOpenAccesses(db),
    address: `${env.origin}${EXCHANGE_PATH}`,
    isDemo: env.mode === 'demo',
    done: DONE.find((known) => known === done) ?? null,
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'import:manage');
  const form = await readForm(request);
  if (context.services.env.mode === 'demo') throw badRequest();
  switch (textOf(form, 'intent')) {
    case 'open':
      return open({ request, form, actor, context });
    case 'close':
      return change({ request, form, actor, context }, 'closed');
    case 'allow':
      return change({ request, form, actor, context }, 'allowed');
    default:
      throw badRequest();
  }
}

type Step = { request: Request; form: FormData; actor: StaffActor; context: PortalContext };

/** The password is in this answer and nowhere else. */
async function open({ request, form, actor, context }: Step) {
  const texts = textsOf(form, EXCHANGE_FIELDS);
  const parsed = parseExchangeTexts(texts);
  if (!parsed.ok) return shown({ texts, faults: parsed.faults }, 422);
  await requireStepUp(request, context, { actor, form });
  const { sourceName, networks } = parsed;
  const outcome = await openExchangeAccess(context.auth, {
    sourceName,
    networks,
    actor,
    trace: context.trace,
  });
  if (!outcome.ok) return shown({ texts, problem: 'otherKind' }, 409);
  return shown({ opened: { login: outcome.login, password: outcome.password } }, 200);
}

async function change({ request, form, actor, context }: Step, done: (typeof DONE)[number]) {
  await requireStepUp(request, context, { actor, form });
  const run = done === 'closed' ? closeExchangeAccess : allowRemovalOnce;
  const accessId = textOf(form, 'accessId');
  const isDone = await run(context.auth, { accessId, actor, trace: context.trace });
  return isDone ? redirect(`${PATH}?done=${done}`) : shown({ problem: 'gone' }, 409);
}

function shown(what: Partial<Shown>, status: number) {
  const page: Shown = { texts: NO_TEXTS, faults: {}, problem: null, opened: null, ...what };
  return data(page, { status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Exchange({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(exchangeWords);
  const { accesses, address, isDemo, done } = loaderData;
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} back={{ href: '/admin/sources', word: words.back }} />
      {done !== null && !actionData && <Notice kind="good">{words[done]}</Notice>}
      {actionData?.problem && <Notice kind="problem">{words[actionData.problem]}</Notice>}
      {actionData?.opened && <OpenedSheet address={address} opened={actionData.opened} />}
      <Sheet title={words.accesses} isFlush={accesses.length > 0}>
        {accesses.length === 0 ? <p className="soft">{words.none}</p> : <Accesses accesses={accesses} />}
      </Sheet>
      <Sheet title={words.open}>
        {isDemo ? (
          <p>{words.demo}</p>
        ) : (
          <OpenForm texts={actionData?.texts ?? NO_TEXTS} faults={actionData?.faults ?? {}} />
        )}
      </Sheet>
    </>
  );
}

type OpenedProps = { address: string; opened: { login: string; password: string } };

function OpenedSheet({ address, opened }: OpenedProps) {
  const words = useWords(exchangeWords);
  return (
    <Sheet title={words.opened}>
      <Notice kind="watch">{words.once}</Notice>
      <h3>{words.address}</h3>
      <CopyCode code={address} />
      <h3>{words.login}</h3>
      <CopyCode code={opened.login} />
      <h3>{words.password}</h3>
      <CopyCode code={opened.password} />
      <p className="soft">{words.where}</p>
    </Sheet>
  );
}

function Accesses({ accesses }: { accesses: readonly ListedAccess[] }) {
  const words = useWords(exchangeWords);
  const { columns } = words;
  return (
    <>
      <DataTable
        caption={words.accesses}
        rows={accesses}
        rowKey={({ id }) => id}
        columns={[
          { key: 'source', head: columns.source, cell: ({ sourceName }) => sourceName },
          { key: 'login', head: columns.login, cell: ({ login }) => <code>{login}</code> },
          {
            key: 'from',
            head: columns.from,
            cell: ({ networks }) => (networks.length === 0 ? words.anywhere : networks.join(', ')),
          },
          {
            key: 'used',
            head: columns.used,
            cell: ({ lastUsedAt }) =>
              lastUsedAt === null ? words.never : <Instant at={lastUsedAt} isRelative />,
          },
        ]}
      />
      {accesses.map((access) => (
        <Deeds key={access.id} access={access} />
      ))}
    </>
  );
}

function Deeds({ access: { id, sourceName, isRemovalAllowed } }: { access: ListedAccess }) {
  const words = useWords(exchangeWords);
  const [closeId, allowId] = [`close-${id}`, `allow-${id}`];
  return (
    <div className="sheet-foot stack">
      <p>{isRemovalAllowed ? `${sourceName}. ${words.allowed}` : sourceName}</p>
      <div className="form-actions">
        <Button type="button" popoverTarget={closeId}>
          {words.close}
        </Button>
        {!isRemovalAllowed && (
          <Button type="button" popoverTarget={allowId}>
            {words.allow}
          </Button>
        )}
      </div>
      <Confirm id={closeId} accessId={id} intent="close" title={words.closeTitle(sourceName)} />
      {!isRemovalAllowed && (
        <Confirm id={allowId} accessId={id} intent="allow" title={words.allowTitle(sourceName)} />
      )}
    </div>
  );
}

type ConfirmProps = { id: string; accessId: string; intent: 'close' | 'allow'; title: string };

function Confirm({ id, accessId, intent, title }: ConfirmProps) {
  const words = useWords(exchangeWords);
  return (
    <ConfirmPanel
      dialogId={id}
      title={title}
      consequence={intent === 'close' ? words.closeText : words.allowText}
      verb={words[intent]}
      action={PATH}
      isDangerous
      isConfirmedByKey
      cancelHref={PATH}
    >
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="accessId" value={accessId} />
    </ConfirmPanel>
  );
}

function OpenForm({ texts, faults }: { texts: ExchangeTexts; faults: ExchangeFaults }) {
  const words = useWords(exchangeWords);
  const errors = EXCHANGE_FIELDS.flatMap((field) => {
    const fault = faults[field];
    return fault === undefined ? [] : [{ fieldId: field, label: words[field], message: words.faults[fault] }];
  });
  const errorOf = (field: keyof ExchangeTexts) => errors.find(({ fieldId }) => fieldId === field)?.message;
  return (
    <KeyForm className="form" action={PATH}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="intent" value="open" />
      <Field
        name="sourceName"
        label={words.sourceName}
        hint={words.sourceNameHint}
        required
        maxLength={60}
        defaultValue={texts.sourceName}
        error={errorOf('sourceName')}
      />
      <Textarea
        name="networks"
        label={words.networks}
        hint={words.networksHint}
        rows={2}
        defaultValue={texts.networks}
        error={errorOf('networks')}
      />
      <p className="soft">{words.replaces}</p>
      <div className="form-actions">
        <Button kind="primary">{words.submit}</Button>
      </div>
    </KeyForm>
  );
}
