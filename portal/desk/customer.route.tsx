import { findAgents } from '#auth/dongles/find-agents.ts';
import { findDeputiesOfAccount } from '#auth/deputies/find-deputies.ts';
import { CustomerStandIns } from '../deputies/stand-in-notices.tsx';
import { findOpenOrders } from '../home/find-open-orders.server.ts';
import { noteRead } from './note-read.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { findPriceTypes } from '../prices/assign-price-list.server.ts';
import { PriceTypesSheet } from '../prices/price-types-sheet.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/customer.route';
import { DiscountsSheet, SignInsSheet, TiesSheet } from './customer-facts.tsx';
import { AgentsSheet } from './agents-sheet.tsx';
import { closeWords } from './close-words.ts';
import { CustomerKeysSheet } from './customer-keys-sheet.tsx';
import { CustomerOrdersSheet } from './customer-orders-sheet.tsx';
import {
  findCarriedDiscounts,
  findCustomerTies,
  findSignIns,
  findTieCandidates,
} from './find-customer-facts.server.ts';
import { findCustomer } from './find-customer.server.ts';
import { PeopleSheet } from './people-sheet.tsx';
import { deskWords } from './words.ts';

const DONE = [
  'customer-opened',
  'person-added',
  'owner-asked',
  'person-joined',
  'role-changed',
  'address-changed',
  'person-removed',
  'agent-revoked',
  'tie-confirmed',
  'tie-ended',
  'price-list-opened',
  'price-list-closed',
] as const;

/** One of the manager's own customers: people, keys, who they are in the sources, what they see. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, company, now } = context.services;
  const { accountId } = params;
  const customer = await findCustomer(db, { accountId, actor });
  if (customer === null) throw notFound();
  await noteRead(context.services, { actor, accountId, trace: context.trace });
  const done = new URL(request.url).searchParams.get('done');
  const { timeZone } = await company.find();
  const todayOn = onFromInstant(now(), timeZone);
  const ties = await findCustomerTies(db, accountId);
  return {
    customer,
    ties,
    candidates: await findTieCandidates(db, ties),
    discounts: await findCarriedDiscounts(db, accountId),
    priceTypes: await findPriceTypes(db, { accountId, actor }),
    signIns: await findSignIns(db, accountId),
    agents: await findAgents(db, { accountId, actor }),
    // Where orders stand is all that is shown, so no class above it is asked for.
    orders: await findOpenOrders(db, { actor: { accountId, classes: ['status'] } }),
    deputies: await findDeputiesOfAccount(db, { accountId, todayOn }),
    readerId: actor.holderId,
    mayClose: customer.manager?.id === actor.holderId,
    todayOn,
    done: DONE.find((known) => known === done) ?? null,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.customer.name }];

export default function CustomerPage({ loaderData }: Route.ComponentProps) {
  const words = useWords(deskWords).customer;
  const { customer, ties, candidates, discounts, priceTypes, signIns, orders, todayOn, done } = loaderData;
  const { link: closeWord } = useWords(closeWords);
  const path = `/desk/customers/${customer.accountId}`;
  const canIssue = !customer.isClosed && customer.people.length > 0;
  return (
    <>
      <PageTitle
        title={customer.name}
        lead={words.number(customer.number)}
        back={{ href: '/desk', word: words.back }}
        actions={
          !customer.isClosed && (
            <>
              {loaderData.mayClose && <LinkButton href={`${path}/close`}>{closeWord}</LinkButton>}
              <LinkButton href={`${path}/people/new`} icon="plus" kind={canIssue ? 'quiet' : 'primary'}>
                {words.addPerson}
              </LinkButton>
              {canIssue && (
                <LinkButton href={`${path}/issue-key`} kind="primary" icon="key">
                  {words.issueKey}
                </LinkButton>
              )}
            </>
          )
        }
      />
      {done && (
        <Notice kind="good">
          <p>{words.done[done]}</p>
        </Notice>
      )}
      <CustomerStandIns {...loaderData} manager={customer.manager} />
      {customer.isClosed && (
        <Notice kind="watch">
          <p>{words.closed}</p>
        </Notice>
      )}
      {!customer.isClosed && customer.hasNoSpare && (
        <Notice kind="watch" title={words.noSpare.title}>
          <p>{words.noSpare.text}</p>
        </Notice>
      )}
      <PeopleSheet customer={customer} />
      <CustomerKeysSheet keys={customer.keys} />
      <AgentsSheet agents={loaderData.agents} path={path} />
      <div className="columns">
        <TiesSheet ties={ties} candidates={candidates} />
        <DiscountsSheet discounts={discounts} />
      </div>
      {priceTypes.length > 0 && <PriceTypesSheet action={`${path}/price-lists`} types={priceTypes} />}
      <SignInsSheet events={signIns} />
      <CustomerOrdersSheet orders={orders} todayOn={todayOn} />
    </>
  );
}
