import { ClaimLink, ShipmentClaimLink } from '../claims/claim-link.tsx';
import { ClaimTable } from '../claims/claim-table.tsx';
import { claimableLines } from '../claims/claimable-lines.ts';
import { mayClaim } from '../claims/find-claimable.server.ts';
import { findClaimsOfOrder } from '../claims/find-claims.server.ts';
import { claimsWords } from '../claims/words.ts';
import { DocumentLinks } from '../documents/document-links.tsx';
import { findDocumentsOfOrder } from '../documents/find-trade-documents.server.ts';
import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { NotGiven } from '../freshness/not-given.tsx';
import { requireClass } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { findInvoicesOfOrder } from '../invoices/find-invoices.server.ts';
import { InvoiceTable } from '../invoices/invoice-table.tsx';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import { canOrderFrom } from '../requests/find-ordering-sources.server.ts';
import { OrderAgain } from '../requests/order-again.tsx';
import { findReturnsOfOrder } from '../shipments/find-returns.server.ts';
import { findShipmentsOfOrder } from '../shipments/find-shipments-of-order.server.ts';
import { progressOfLines } from '../shipments/line-progress.ts';
import { OrderLines } from '../shipments/order-lines.tsx';
import { OrderStations } from '../shipments/order-stations.tsx';
import { nextPromise, orderTimeline } from '../shipments/order-timeline.ts';
import { ReturnTable } from '../shipments/return-table.tsx';
import { hasLeft } from '../shipments/shipment.ts';
import { ShipmentSheet } from '../shipments/shipment-sheet.tsx';
import { shipmentsWords } from '../shipments/words.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { EdgeLayout, Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/order.route';
import { findOrder } from './find-order.server.ts';
import { isOpen } from './order.ts';
import { OrderFacts } from './order-facts.tsx';
import { OrderTotals } from './order-totals.tsx';
import { ordersWords } from './words.ts';

/** One order: how it goes, what was shipped line by line, tracking, documents, invoices. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'status');
  const { db, company, now } = context.services;
  const { orderId } = params;
  const order = await findOrder(db, { actor, orderId });
  if (order === null) throw notFound();

  const { sourceId, ...shown } = order;
  const [shipments, returns, invoices, facts, { timeZone }, canOrder, claims] = await Promise.all([
    findShipmentsOfOrder(db, { actor, orderId }),
    findReturnsOfOrder(db, { actor, orderId }),
    findInvoicesOfOrder(db, { actor, orderId }),
    findSourceFacts(db, { actor, sourceId }),
    company.find(),
    canOrderFrom(db, { actor, sourceId }),
    order.goods === null ? [] : findClaimsOfOrder(db, { actor, orderId }),
  ]);
  const shipmentIds = shipments.map(({ id }) => id);
  const documents = await findDocumentsOfOrder(db, { actor, orderId, shipmentIds });
  const title = wordsIn(ordersWords, context.locale).order.title(order.number);
  const todayOn = onFromInstant(now(), timeZone);
  return {
    title,
    order: shown,
    shipments,
    returns,
    invoices,
    documents,
    claims,
    facts,
    todayOn,
    canOrder,
    canClaim: mayClaim(actor),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

type PageData = Route.ComponentProps['loaderData'];

export default function Order({ loaderData }: Route.ComponentProps) {
  const words = useWords(ordersWords);
  const { title, order, shipments, facts, todayOn } = loaderData;
  const { kinds } = facts;
  const lines = order.goods?.lines ?? [];
  const progress = progressOfLines(lines, kinds['shipment-line'] === undefined ? null : shipments);
  const claimable = claimableLines({ status: order.status, lines, progress });
  const promisedOn = nextPromise(order.promisedOn, lines, progress);
  return (
    <>
      <PageTitle
        title={title}
        back={{ href: '/orders', word: words.order.back }}
        actions={
          <>
            {loaderData.canClaim && claimable.length > 0 && <ClaimLink orderId={order.id} />}
            {loaderData.canOrder && <OrderAgain orderId={order.id} />}
          </>
        }
      />
      <EdgeLayout
        edge={
          <Sheet freshness={kinds.order}>
            <OrderStations steps={orderTimeline({ order, shipments, promisedOn, todayOn })} />
          </Sheet>
        }
      >
        <OrderFacts order={order} nextOn={promisedOn} todayOn={todayOn} />
        <Goods data={loaderData} progress={progress} />
        <Shipments data={loaderData} />
        <Returns data={loaderData} />
        <Claims data={loaderData} />
        <Documents data={loaderData} />
        <Invoices data={loaderData} />
      </EdgeLayout>
    </>
  );
}

function Goods({ data, progress }: { data: PageData; progress: ReturnType<typeof progressOfLines> }) {
  const words = useWords(ordersWords).order;
  const { order, facts } = data;
  const { goods, totals } = order;
  if (goods === null) {
    return (
      <Sheet title={words.lines}>
        <p className="soft">{words.notOpen}</p>
      </Sheet>
    );
  }
  const hasLines = goods.lines.length > 0;
  return (
    <Sheet
      title={words.lines}
      freshness={facts.kinds['order-line']}
      isFlush={hasLines}
      foot={totals && <OrderTotals totals={totals} />}
    >
      {!hasLines && <p className="soft">{words.noLines}</p>}
      {hasLines && (
        <OrderLines
          caption={words.lines}
          lines={goods.lines}
          progress={progress}
          isOpen={isOpen(order.status)}
          currency={order.currency}
          isPriced={totals !== null}
        />
      )}
    </Sheet>
  );
}

function Shipments({ data: { order, shipments, facts, canClaim } }: { data: PageData }) {
  const words = useWords(shipmentsWords).shipments;
  const { kinds } = facts;
  // Either the ERP gives what carriers report, or a carrier tells us itself.
  const isTracked =
    kinds['tracking-event'] !== undefined || shipments.some(({ tracking }) => tracking !== null);
  return (
    <Sheet title={words.title} freshness={kinds.shipment}>
      {shipments.map((shipment) => (
        <ShipmentSheet
          key={shipment.id}
          shipment={shipment}
          action={
            canClaim &&
            hasLeft(shipment.status) && <ShipmentClaimLink orderId={order.id} shipment={shipment} />
          }
        />
      ))}
      {shipments.length === 0 && kinds.shipment && <p className="soft">{words.none}</p>}
      {!kinds.shipment && <NotGiven kind="shipment" />}
      {kinds.shipment && !isTracked && <NotGiven kind="tracking-event" />}
    </Sheet>
  );
}

/** Most orders have none, and then there is nothing to say. */
function Returns({ data: { returns, facts } }: { data: PageData }) {
  const words = useWords(shipmentsWords).returns;
  if (returns === null || returns.length === 0) return null;
  return (
    <Sheet title={words.title} freshness={facts.kinds['goods-return']} isFlush>
      <ReturnTable returns={returns} />
    </Sheet>
  );
}

/** What the customer said was wrong with it; most orders have nothing of it. */
function Claims({ data: { claims } }: { data: PageData }) {
  const words = useWords(claimsWords);
  if (claims.length === 0) return null;
  return (
    <Sheet title={words.title} isFlush>
      <ClaimTable caption={words.title} rows={claims} isOfOneOrder />
    </Sheet>
  );
}

function Documents({ data: { documents, facts } }: { data: PageData }) {
  const words = useWords(ordersWords).order;
  const freshness = facts.kinds.document;
  return (
    <Sheet title={words.documents} freshness={freshness}>
      {!freshness && <NotGiven kind="document" />}
      {freshness && documents.length === 0 && <p className="soft">{words.noDocuments}</p>}
      {documents.length > 0 && <DocumentLinks documents={documents} />}
    </Sheet>
  );
}

/** Not there at all for a session that does not open money. */
function Invoices({ data: { invoices, facts, todayOn } }: { data: PageData }) {
  const words = useWords(ordersWords).order;
  if (invoices === null) return null;
  const freshness = facts.kinds.invoice;
  const hasInvoices = invoices.length > 0;
  return (
    <Sheet title={words.invoices} freshness={freshness} isFlush={hasInvoices}>
      {!freshness && <NotGiven kind="invoice" />}
      {freshness && !hasInvoices && <p className="soft">{words.noInvoices}</p>}
      {hasInvoices && <InvoiceTable caption={words.invoices} invoices={invoices} todayOn={todayOn} />}
    </Sheet>
  );
}
