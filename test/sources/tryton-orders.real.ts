/** Orders written into the real Tryton, by an account that may make drafts and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createBreaker } from '#portal/connectors/http/breaker.ts';
import { deliverOrder } from '#portal/connectors/outgoing/deliver-order.server.ts';
import { openOrderWriter } from '#portal/connectors/outgoing/open-order-writer.server.ts';
import type { OrderWriter, OutgoingOrder } from '#portal/connectors/outgoing/outgoing-order.ts';
import { parseOutletConfig } from '#portal/connectors/outgoing/outlet-config.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import type { FaultProxy } from '#test/support/fault-proxy.ts';
import { addDraftsUser } from './tryton-drafts-user.ts';
import type { DraftsUser } from './tryton-drafts-user.ts';
import { decimal, openShop } from './tryton-shop.ts';
import type { Shop } from './tryton-shop.ts';
import { idOf, startTrytonServer, whyNoTryton } from './tryton-server.ts';
import type { TrytonServer } from './tryton-server.ts';

const whyNot = whyNoTryton();
if (whyNot !== null) process.stderr.write(`\n!!! SKIPPED: orders into the real Tryton. ${whyNot}\n\n`);

const Sale = z.object({
  id: z.number(),
  number: z.null(),
  state: z.string(),
  party: z.number(),
  comment: z.string().nullable(),
  invoice_address: z.number(),
  shipment_address: z.number(),
  untaxed_amount: z.object({ decimal: z.string() }),
  tax_amount: z.object({ decimal: z.string() }),
});
const SALE_FIELDS = [
  'number',
  'state',
  'party',
  'comment',
  'invoice_address',
  'shipment_address',
  'untaxed_amount',
  'tax_amount',
];

/** A value added tax of 20 % on the article of the shop. */
async function taxGoods({ call }: TrytonServer, { product }: Shop): Promise<void> {
  const company = idOf(await call('company.company', 'search', [], 0, 1, null));
  const kind = { name: 'Demo taxes', company, statement: 'balance', assets: false };
  const type = idOf(await call('account.account.type', 'create', [kind]));
  const account = idOf(await call('account.account', 'create', [{ name: 'Demo taxes', company, type }]));
  const vat = {
    name: 'Demo VAT',
    description: 'Demo VAT',
    company,
    type: 'percentage',
    rate: decimal('0.2'),
    invoice_account: account,
    credit_note_account: account,
  };
  const tax = idOf(await call('account.tax', 'create', [vat]));
  const category = { name: 'Demo goods', accounting: true, customer_taxes: [['add', [tax]]] };
  const categoryId = idOf(await call('product.category', 'create', [category]));
  const template = idOf(await call('product.template', 'search', [['products', '=', product]], 0, 1, null));
  await call('product.template', 'write', [template], { account_category: categoryId });
}

describe.skipIf(whyNot !== null)('orders into Tryton (the real server)', () => {
  let server: TrytonServer;
  let shop: Shop;
  let user: DraftsUser;
  let front: FaultProxy;
  beforeAll(async () => {
    server = await startTrytonServer();
    shop = await openShop(server);
    await taxGoods(server, shop);
    user = await addDraftsUser(server);
    front = await startFaultProxy(new URL(server.address).origin);
  });
  afterAll(async () => {
    await front?.close();
    await server?.close();
  });

  async function withWriter<Result>(
    work: (writer: OrderWriter) => Promise<Result>,
    password = user.password,
  ): Promise<Result> {
    const parsed = parseOutletConfig({
      address: `${front.origin}/`,
      preset: 'tryton',
      settings: { database: 'shop' },
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const credentials = { kind: 'basic', user: user.login, password } as const;
    const now = () => new Date();
    const outgoing = { rules: { isDemo: true }, now, breaker: createBreaker(now) };
    const writer = openOrderWriter({ ...parsed.config, credentials, timeZone: 'Europe/Moscow' }, outgoing);
    try {
      return await work(writer);
    } finally {
      await writer.close();
    }
  }

  function anOrder(key: string, more: Partial<OutgoingOrder> = {}): OutgoingOrder {
    const line = { sku: 'BRG', name: 'Demo bearing', unit: 'u', netMinor: null };
    const productRef = String(shop.product);
    return {
      key,
      askedAt: new Date(),
      counterparty: {
        ref: String(shop.parties[0]),
        name: 'Demo works 1',
        legalName: 'Demo works 1',
        taxId: '',
        registrationReason: null,
      },
      currency: 'RUB',
      isTaxIncluded: false,
      totalMinor: 0n,
      customerReference: '',
      note: 'before <Friday>',
      lines: [
        { ...line, lineNo: 1, productRef, quantity: '3', unitPrice: '9335.42' },
        { ...line, lineNo: 2, productRef, quantity: '2', unitPrice: null },
      ],
      ...more,
    };
  }

  const deliver = (order: OutgoingOrder, mayBeThere = false) =>
    withWriter((writer) =>
      deliverOrder(writer, { order, mayBeThere, claimWrite: () => Promise.resolve(true) }),
    );

  async function standing(key: string) {
    const asked = [[['reference', '=', key]], 0, null, null, SALE_FIELDS] as const;
    return z.array(Sale).parse(await server.call('sale.sale', 'search_read', ...asked));
  }

  test('a request becomes one draft, with the addresses and the prices that it has to have', async () => {
    const order = anOrder('BR-0000-0000-0001');

    const delivery = await deliver(order);

    const sales = await standing(order.key);
    expect(sales).toMatchObject([
      {
        state: 'draft',
        party: shop.parties[0],
        comment: 'before <Friday>',
        // Of the line without a price of ours: Tryton’s list price, 10, twice.
        untaxed_amount: { decimal: '28026.26' },
        // A fifth, which the article’s category has.
        tax_amount: { decimal: '5605.25' },
      },
    ]);
    expect(delivery).toEqual({
      outcome: 'taken',
      order: { externalId: String(sales[0]?.id), number: null },
    });
  });

  test('an answer that was cut off after the order was made: it is found, and not made twice', async () => {
    const order = anOrder('BR-0000-0000-0002');
    front.always({ kind: 'reset' }, 'sale.sale.create');
    expect(await deliver(order)).toMatchObject({ outcome: 'failed', isUncertain: true, isPassing: true });
    expect(await standing(order.key)).toHaveLength(1);
    front.inject();

    expect(await deliver(order, true)).toMatchObject({ outcome: 'taken' });

    expect(await standing(order.key)).toHaveLength(1);
  });

  test('what Tryton refuses comes with its reason', async () => {
    const order = anOrder('BR-0000-0000-0003', { currency: 'XXX' });
    expect(await deliver(order)).toMatchObject({ code: 'refused', detail: expect.stringContaining('XXX') });

    const tooFine = anOrder('BR-0000-0000-0004');
    const lines = tooFine.lines.map((line) => ({ ...line, quantity: '0.123456' }));
    expect(await deliver({ ...tooFine, lines })).toMatchObject({
      code: 'refused',
      detail: expect.stringContaining('Quantity'),
    });
    expect(await standing(tooFine.key)).toEqual([]);
  });

  test('a wrong password is tried once, and the matter ends', async () => {
    front.seen.length = 0;
    const order = anOrder('BR-0000-0000-0005');
    const attempt = { order, mayBeThere: true, claimWrite: () => Promise.resolve(true) };

    const delivery = await withWriter((writer) => deliverOrder(writer, attempt), 'not-the-password');

    expect(delivery).toMatchObject({ code: 'credentials', isPassing: false, isUncertain: false });
    expect(front.seen.filter(({ body }) => body.includes('common.db.login'))).toHaveLength(1);
  });

  test('the account that writes can make a draft, and neither agree to it, change it nor delete it', async () => {
    const order = anOrder('BR-0000-0000-0006');
    await deliver(order);
    const [sale] = await standing(order.key);
    const ids = [sale?.id ?? 0];

    const agreed = [{ party: shop.parties[0], state: 'confirmed' }];
    for (const refusal of [
      await user.refusalOf('sale.sale', 'quote', ids),
      await user.refusalOf('sale.sale', 'write', ids, { comment: 'changed' }),
      await user.refusalOf('sale.sale', 'delete', ids),
      await user.refusalOf('sale.sale', 'create', agreed),
    ]) {
      expect(refusal).toContain('not allowed');
    }
    expect(await standing(order.key)).toMatchObject([{ state: 'draft', comment: 'before <Friday>' }]);
  });
});
