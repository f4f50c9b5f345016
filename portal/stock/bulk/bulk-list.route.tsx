import { data } from 'react-router';
import { findBulkIssue } from '#auth/keys/find-bulk-issue.ts';
import { makeBulkLinks } from '#auth/keys/make-bulk-links.ts';
import { requireStaff } from '../../http/guards.server.ts';
import { readForm } from '../../http/read-form.server.ts';
import { notFound } from '../../http/refuse.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { requireStepUp } from '../../step-up/require-step-up.server.ts';
import { Notice } from '../../ui/notice.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Route } from './+types/bulk-list.route';
import { keepLinks } from './bulk-form.server.ts';
import { LinesTable, MakeLinks, Papers } from './bulk-papers.tsx';
import { BulkState } from './bulk-sheets.tsx';
import { bulkWords } from './words.ts';

/** One list that was asked for: how far it is and, once it is confirmed, its papers. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.services;
  const issue = await findBulkIssue(db, { proposalId: params.proposalId, actor, now: now() });
  if (issue === null) throw notFound();
  return {
    title: wordsIn(bulkWords, context.locale).one.title(issue.count),
    issue,
    isAsked: new URL(request.url).searchParams.get('done') === 'asked',
  };
}

/** Links and codes are in this answer and nowhere else. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const { proposalId } = params;
  const issue = await findBulkIssue(context.services.db, { proposalId, actor, now: context.auth.now() });
  if (issue === null || issue.waiting === 0) throw notFound();
  await requireStepUp(request, context, { actor, form });
  const outcome = await makeBulkLinks(context.auth, { proposalId, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  const { links } = outcome;
  const withCode = links.filter(({ claimCode }) => claimCode !== null).length;
  return data({ list: keepLinks(links), count: links.length, withCode });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function BulkList({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(bulkWords);
  const { title, issue, isAsked } = loaderData;
  const path = `/desk/stock/bulk-issue/${issue.proposalId}`;
  return (
    <>
      <PageTitle
        title={title}
        lead={<BulkState of={issue} />}
        back={{ href: '/desk/stock/bulk-issue', word: words.one.back }}
      />
      {isAsked && issue.status === 'open' && (
        <Notice kind="good">
          <p>{words.one.done}</p>
        </Notice>
      )}
      {issue.status === 'approved' && (
        <Sheet title={words.one.papers}>
          {actionData ? (
            <Papers path={path} links={actionData} />
          ) : (
            <MakeLinks path={path} waiting={issue.waiting} />
          )}
        </Sheet>
      )}
      <Sheet isFlush>
        <LinesTable caption={title} lines={issue.lines} />
      </Sheet>
    </>
  );
}
