import { findMovedRows } from '#portal/connectors/moved-rows.server.ts';
import { findTieProposals } from '#portal/connectors/find-tie-proposals.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/ties.route';
import { MovedRowsSheet } from './moved-rows-sheet.tsx';
import { ProposalTable } from './proposal-table.tsx';
import { toTieActor } from './tie-actor.server.ts';
import { deskWords } from './words.ts';

const DONE = ['row-confirmed', 'row-asked', 'moved-again', 'tie-ended', 'tie-asked'] as const;
const PROPOSALS_PER_PAGE = 50;
const MOVED_ROWS_SHOWN = 100;

/** What waits for somebody who knows whose it is: counterparties without a customer, and rows that changed hands. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.services;
  const query = new URL(request.url).searchParams;
  const after = query.get('after') ?? '';
  const tieActor = toTieActor(actor, context.trace);
  const found = await findTieProposals(db, {
    actor: tieActor,
    now: now(),
    after,
    limit: PROPOSALS_PER_PAGE + 1,
  });
  const proposals = found.slice(0, PROPOSALS_PER_PAGE);
  const moved = await findMovedRows(db, { actor: tieActor, now: now(), limit: MOVED_ROWS_SHOWN + 1 });
  const done = query.get('done');
  return {
    title: wordsIn(deskWords, context.locale).ties.title,
    proposals,
    nextAfter: found.length > PROPOSALS_PER_PAGE ? (proposals.at(-1)?.counterpartyId ?? null) : null,
    moved: moved.slice(0, MOVED_ROWS_SHOWN),
    hasMoreMoved: moved.length > MOVED_ROWS_SHOWN,
    isFirstPage: after === '',
    done: DONE.find((known) => known === done) ?? null,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Ties({ loaderData }: Route.ComponentProps) {
  const words = useWords(deskWords).ties;
  const { title, proposals, nextAfter, moved, hasMoreMoved, isFirstPage, done } = loaderData;
  return (
    <>
      <PageTitle title={title} lead={words.lead} />
      <Done done={done} />
      {moved.length > 0 && isFirstPage && <MovedRowsSheet rows={moved} hasMore={hasMoreMoved} />}
      <Sheet isFlush>
        {proposals.length > 0 && <ProposalTable proposals={proposals} />}
        {proposals.length === 0 && (
          <EmptyState icon="company" title={isFirstPage ? words.none : words.end}>
            {isFirstPage && words.noneText}
          </EmptyState>
        )}
      </Sheet>
      <Pager
        nextHref={nextAfter === null ? null : `/desk/ties?after=${nextAfter}`}
        firstHref={isFirstPage ? null : '/desk/ties'}
      />
    </>
  );
}

function Done({ done }: { done: (typeof DONE)[number] | null }) {
  const words = useWords(deskWords);
  switch (done) {
    case null:
      return null;
    case 'moved-again':
      return (
        <Notice kind="problem">
          <p>{words.ties.moved.movedAgain}</p>
        </Notice>
      );
    case 'row-asked':
    case 'tie-asked':
      return (
        <Notice kind="info">
          <p>{done === 'row-asked' ? words.ties.moved.asked : words.ties.confirm.asked}</p>
        </Notice>
      );
    case 'row-confirmed':
    case 'tie-ended':
      return (
        <Notice kind="good">
          <p>{done === 'tie-ended' ? words.customer.done['tie-ended'] : words.ties.moved.done}</p>
        </Notice>
      );
  }
}
