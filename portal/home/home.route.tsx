import { DocumentLinks } from '../documents/document-links.tsx';
import { NotConnected, NotGiven } from '../freshness/not-given.tsx';
import { requireClass } from '../http/guards.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { OrderTable } from '../orders/order-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/home.route';
import { AttentionList } from './attention-list.tsx';
import { findHome } from './find-home.server.ts';
import { ManagerCard } from './manager-card.tsx';
import { UsualGoodsTable } from './usual-goods-table.tsx';
import { homeWords } from './words.ts';

/** Where somebody of a customer begins the day. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, account } = await requireClass(request, context, 'status');
  const { db, company, now } = context.services;
  const { timeZone } = await company.find();
  const todayOn = onFromInstant(now(), timeZone);
  const home = await findHome(db, { actor, todayOn });
  return {
    ...home,
    todayOn,
    accountName: account.name,
    isPriced: actor.classes.includes('own-price'),
    isMoneyOpen: actor.classes.includes('money'),
    hasListPrices: actor.classes.includes('list-price'),
    areDocumentsOpen: actor.classes.includes('goods'),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.accountName }];

type PageData = Route.ComponentProps['loaderData'];

export default function Home({ loaderData }: Route.ComponentProps) {
  const { accountName, facts, manager } = loaderData;
  return (
    <>
      <PageTitle title={accountName} />
      <div className="home">
        <div className="stack">
          {!facts.isConnected && (
            <Sheet>
              <NotConnected icon="orders" />
            </Sheet>
          )}
          {facts.isConnected && <Attention data={loaderData} />}
          {facts.isConnected && <OpenOrders data={loaderData} />}
          {facts.isConnected && <OrderAgain data={loaderData} />}
        </div>
        <div className="stack">
          <ManagerCard manager={manager} />
          {facts.isConnected && <NewDocuments data={loaderData} />}
        </div>
      </div>
    </>
  );
}

function Attention({ data: { attention, facts, isMoneyOpen } }: { data: PageData }) {
  const words = useWords(homeWords).attention;
  const { order, invoice, 'tracking-event': reports } = facts.kinds;
  const isComplete = order && reports && (invoice || !isMoneyOpen);
  const nothing = isMoneyOpen ? words.nothing : words.nothingUnpriced;
  return (
    <Sheet title={words.title} freshness={order}>
      {attention.length === 0 && isComplete && <p className="soft">{nothing}</p>}
      {attention.length > 0 && <AttentionList items={attention} />}
      {!reports && <NotGiven kind="tracking-event" />}
      {isMoneyOpen && !invoice && <NotGiven kind="invoice" />}
    </Sheet>
  );
}

function OpenOrders({ data: { open, facts, todayOn, isPriced } }: { data: PageData }) {
  const words = useWords(homeWords).open;
  const freshness = facts.kinds.order;
  return (
    <Sheet
      title={words.title}
      freshness={freshness}
      isFlush={open.length > 0}
      foot={open.length > 0 && <a href="/orders?status=open">{words.all}</a>}
    >
      {!freshness && <NotGiven kind="order" />}
      {freshness && open.length === 0 && <p className="soft">{words.none}</p>}
      {open.length > 0 && (
        <OrderTable caption={words.title} rows={open} todayOn={todayOn} isPriced={isPriced} isShort />
      )}
    </Sheet>
  );
}

function OrderAgain({ data: { usual, facts, hasListPrices } }: { data: PageData }) {
  const words = useWords(homeWords).again;
  if (usual === null || !facts.kinds.product) return null;
  const { stock, product } = facts.kinds;
  const lead = hasListPrices ? words.lead : words.leadUnpriced;
  const isEmpty = usual.goods.length === 0;
  return (
    <Sheet
      title={words.title}
      freshness={stock ?? product}
      isFlush={!isEmpty}
      foot={!isEmpty && <small>{lead(usual.orderCount)}</small>}
    >
      {isEmpty && <p className="soft">{words.none}</p>}
      {!isEmpty && (
        <UsualGoodsTable {...usual} hasListPrices={hasListPrices} hasStock={stock !== undefined} />
      )}
    </Sheet>
  );
}

function NewDocuments({ data: { documents, facts, areDocumentsOpen } }: { data: PageData }) {
  const words = useWords(homeWords).documents;
  if (!areDocumentsOpen) return null;
  const freshness = facts.kinds.document;
  return (
    <Sheet title={words.title} freshness={freshness} foot={freshness && <a href="/documents">{words.all}</a>}>
      {!freshness && <NotGiven kind="document" />}
      {freshness && documents.length === 0 && <p className="soft">{words.none}</p>}
      {documents.length > 0 && <DocumentLinks documents={documents} />}
    </Sheet>
  );
}
