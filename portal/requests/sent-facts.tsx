import { KeyValueList } from '../ui/key-value-list.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { RequestDetail } from './find-requests.server.ts';
import { RequestStateMark } from './request-state.tsx';
import { requestsWords } from './words.ts';

/** How far a request has come, who sent it, and what it became. */
export function SentFacts({ request }: { request: Omit<RequestDetail, 'changedAt' | 'sourceId'> }) {
  const words = useWords(requestsWords);
  const { facts } = words;
  const { state, number, sentAt, sentBy, isSigned, erpNumber, orderId, fromOrder, reason, toldAt } = request;
  const items = [
    { key: facts.state, value: <RequestStateMark state={state} /> },
    { key: facts.reason, value: reason },
    { key: facts.order, value: orderId && <OrderLink id={orderId} word={erpNumber ?? facts.toOrder} /> },
    { key: facts.erpNumber, value: orderId === null && erpNumber },
    { key: facts.number, value: number && <span className="code">{number}</span> },
    {
      key: facts.sentAt,
      value: sentAt && (
        <>
          <Instant at={sentAt} />
          {sentBy && `, ${sentBy}`}
          {isSigned && <span className="soft"> · {facts.signed}</span>}
        </>
      ),
    },
    { key: facts.createdBy, value: sentAt === null && request.createdBy },
    { key: facts.fromOrder, value: fromOrder && <OrderLink id={fromOrder.id} word={fromOrder.number} /> },
    { key: words.reference, value: request.customerReference },
    { key: words.note, value: request.note },
  ];
  return (
    <Sheet>
      <p>{words.stateTexts[state]}</p>
      {toldAt && (
        <p>
          {words.told} <Instant at={toldAt} />.
        </p>
      )}
      <KeyValueList items={items.filter(({ value }) => value)} />
    </Sheet>
  );
}

function OrderLink({ id, word }: { id: string; word: string }) {
  return <a href={`/orders/${encodeURIComponent(id)}`}>{word}</a>;
}
