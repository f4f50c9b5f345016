import { data, redirect } from 'react-router';
import { findAgent } from '#auth/dongles/find-agents.ts';
import { revokeAgent } from '#auth/dongles/revoke-agent.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/revoke-agent.route';
import { agentWords } from './agent-words.ts';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';

/** The agent on a computer of one of the manager's own customers. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const agent = await findAgent(context.auth.db, { ...params, actor });
  if (agent === null || agent.revokedAt !== null) throw notFound();
  const title = wordsIn(agentWords, context.locale).revoke.title(agent.holderName);
  return { title, agent, path: `/desk/customers/${params.accountId}` };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const typed = textOf(form, 'reason');
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const { reason } = parsed;
  const outcome = await revokeAgent(context.auth, { ...params, reason, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  throw redirect(`/desk/customers/${params.accountId}?done=agent-revoked`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function RevokeAgent({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(agentWords);
  const { title, agent, path } = loaderData;
  const facts = [
    words.revoke.facts(agent.shortKid, agent.version),
    ...(agent.approvedByName === null ? [] : [words.revoke.approvedBy(agent.approvedByName)]),
    ...(agent.protection === 'file' ? [words.revoke.inFile] : []),
    ...(agent.isPeerChecked ? [] : [words.revoke.unchecked]),
  ];
  return (
    <>
      <PageTitle title={agent.holderName} back={{ href: path, word: words.sheet.title }} />
      <ConfirmPanel
        isConfirmedByKey
        title={title}
        consequence={
          <>
            <p>{words.revoke.consequence}</p>
            <p className="soft">{facts.join(' ')}</p>
          </>
        }
        verb={words.revoke.verb}
        isDangerous
        action={`${path}/agents/${agent.agentId}/revoke`}
        cancelHref={path}
      >
        <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
      </ConfirmPanel>
    </>
  );
}
