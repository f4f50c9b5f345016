import { requireClass } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { EdgeLayout, Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/claim.route';
import { ClaimHistory } from './claim-history.tsx';
import { ClaimLines } from './claim-lines.tsx';
import { ClaimNote } from './claim-note.tsx';
import { ClaimStateMark } from './claim-state.tsx';
import { findClaim } from './find-claims.server.ts';
import type { ClaimDetail } from './find-claims.server.ts';
import { claimsWords } from './words.ts';

const DONE = ['sent', 'known'] as const;

/** One claim: what was said, and what became of it. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'goods');
  const claim = await findClaim(context.services.db, { actor, claimId: params.claimId });
  if (claim === null) throw notFound();
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: wordsIn(claimsWords, context.locale).numbered(claim.number),
    claim,
    done: DONE.find((known) => known === done) ?? null,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Claim({ loaderData: { title, claim, done } }: Route.ComponentProps) {
  const words = useWords(claimsWords);
  return (
    <>
      <PageTitle title={title} back={{ href: '/claims', word: words.title }} />
      {done !== null && (
        <Notice kind={done === 'sent' ? 'good' : 'info'}>
          <p>{words.done[done]}</p>
        </Notice>
      )}
      <EdgeLayout
        edge={
          <Sheet>
            <ClaimHistory claim={claim} />
          </Sheet>
        }
      >
        <Facts claim={claim} />
        <ClaimNote note={claim.note} />
        <Sheet title={words.columns.kind} isFlush>
          <ClaimLines caption={words.columns.kind} lines={claim.lines} />
        </Sheet>
      </EdgeLayout>
    </>
  );
}

function Facts({ claim }: { claim: ClaimDetail }) {
  const words = useWords(claimsWords);
  const { facts } = words;
  const { order, shipment, wish, way, answer } = claim;
  const items = [
    { key: words.columns.state, value: <ClaimStateMark state={claim.state} /> },
    { key: words.desk.answer, value: answer },
    {
      key: facts.order,
      value: order && <a href={`/orders/${encodeURIComponent(order.id)}`}>{order.number}</a>,
    },
    { key: facts.shipment, value: shipment?.number },
    { key: facts.erpNumber, value: way.number },
    { key: facts.wish, value: wish && words.wishes[wish] },
  ];
  return (
    <Sheet>
      <KeyValueList items={items.filter(({ value }) => value)} />
    </Sheet>
  );
}
