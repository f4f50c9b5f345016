import { requireStaff } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/desk-claims.route';
import { ClaimStateMark } from './claim-state.tsx';
import { findDeskClaims } from './find-desk-claims.server.ts';
import type { DeskClaim } from './find-desk-claims.server.ts';
import { claimsWords } from './words.ts';

/** What the manager's customers claim: what waits for a decision, and what was decided lately. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  return {
    title: wordsIn(claimsWords, context.locale).desk.title,
    ...(await findDeskClaims(context.services.db, actor)),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function DeskClaims({ loaderData: { title, waiting, decided } }: Route.ComponentProps) {
  const words = useWords(claimsWords).desk;
  return (
    <>
      <PageTitle title={title} lead={words.lead} />
      <Sheet title={words.waiting} isFlush={waiting.length > 0}>
        {waiting.length === 0 && <p className="soft">{words.noWaiting}</p>}
        {waiting.length > 0 && <DeskTable caption={words.waiting} rows={waiting} />}
      </Sheet>
      <Sheet title={words.decided} isFlush={decided.length > 0}>
        {decided.length === 0 && <p className="soft">{words.noDecided}</p>}
        {decided.length > 0 && <DeskTable caption={words.decided} rows={decided} />}
      </Sheet>
    </>
  );
}

function DeskTable({ caption, rows }: { caption: string; rows: readonly DeskClaim[] }) {
  const { columns, desk } = useWords(claimsWords);
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/desk/claims/${encodeURIComponent(id)}`}
      columns={[
        { key: 'claim', head: columns.claim, cell: ({ number }) => <span className="code">{number}</span> },
        { key: 'customer', head: desk.customer, cell: ({ account }) => account.name },
        { key: 'when', head: columns.when, cell: ({ sentAt }) => <Instant at={sentAt} /> },
        {
          key: 'state',
          head: columns.state,
          phone: 'mark',
          cell: ({ state, isHeld }) =>
            isHeld ? (
              <StatusMark tone="bad">{desk.held}</StatusMark>
            ) : (
              <ClaimStateMark state={state} isAtDesk />
            ),
        },
      ]}
    />
  );
}
