/** Trade on a CAP server in two shapes, and what is done to it over its own OData. Demo data. */
import { z } from 'zod';
import { findPreset } from '#portal/connectors/presets/presets.ts';
import type { Db } from '#prisma/client.ts';
import { guid, PASSWORD } from '#test/support/pulled-source.ts';
import { range } from '#test/support/world.ts';
import type { CapServer, CapTables } from './cap-server.ts';

export type TheirOrder = { externalId: string; number: string; grossMinor: string; lines: string[] };

export type CapTrade = {
  name: string;
  /** Of the service that the portal asks. */
  path: string;
  /** What the server calls itself in its links, where it is not what it was asked by. */
  host?: string;
  mapping: unknown;
  tables: (orders: number) => CapTables;
  shape: Shape;
};

/** What the two shapes call things. */
type Shape = {
  orders: string;
  keyOf: (number: number) => string;
  lines: string;
  lineText: string;
  gross: string;
  prefix: string;
  read: (row: unknown) => TheirOrder;
  newOrder: (number: number) => object;
  /** A record that stays there and is out of use from then on. */
  retired: { at: string; change: object; isHere: (db: Db) => Promise<number> };
};

const CUSTOMERS = 5;
const LINE_NUMBERS = [1, 2] as const;
const MODIFIED = '2026-03-01T00:00:00.123Z';

const Line = z.object({ description: z.string() });
const LnLine = z.object({ ItemDescription: z.string() });
const Order = z.object({
  id: z.string(),
  number: z.string(),
  totalAmountIncludingTax: z.string(),
  salesOrderLines: z.array(Line),
});
const LnOrder = z.object({
  SalesOrder: z.string(),
  OrderAmountIncludingTax: z.string(),
  LineRefs: z.array(LnLine),
});
const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

const bcKey = (number: number): string => guid('0', number);
const lnKey = (number: number): string => `S${String(number).padStart(8, '0')}`;

const BUSINESS_CENTRAL: Shape = {
  orders: 'bc/salesOrders',
  keyOf: bcKey,
  lines: 'salesOrderLines',
  lineText: 'description',
  gross: 'totalAmountIncludingTax',
  prefix: '',
  read: (row) => {
    const order = Order.parse(row);
    return {
      externalId: order.id,
      number: order.number,
      grossMinor: minorOf(order.totalAmountIncludingTax),
      lines: order.salesOrderLines.map(({ description }) => description).toSorted(),
    };
  },
  newOrder: (number) => ({
    ...bcOrder(number),
    salesOrderLines: LINE_NUMBERS.map((no) => bcLine(number, no)),
  }),
  retired: {
    at: `bc/items(${guid('d', 2)})`,
    change: { blocked: true },
    isHere: (db) => db.product.count({ where: { status: 'discontinued' } }),
  },
};

const INFOR_LN: Shape = {
  orders: 'ln/tdapi.slsSalesOrder/Orders',
  keyOf: (number) => `'${lnKey(number)}'`,
  lines: 'LineRefs',
  lineText: 'ItemDescription',
  gross: 'OrderAmountIncludingTax',
  prefix: '100:',
  read: (row) => {
    const order = LnOrder.parse(row);
    return {
      externalId: `100:${order.SalesOrder}`,
      number: order.SalesOrder,
      grossMinor: minorOf(order.OrderAmountIncludingTax),
      lines: order.LineRefs.map(({ ItemDescription }) => ItemDescription).toSorted(),
    };
  },
  newOrder: (number) => ({ ...lnOrder(number), LineRefs: LINE_NUMBERS.map((no) => lnLine(number, no)) }),
  retired: {
    at: `ln/tdapi.slsSalesOrder/Orders('${lnKey(50)}')`,
    change: { OrderStatus: 'Canceled' },
    isHere: (db) => db.order.count({ where: { status: 'cancelled' } }),
  },
};

export const TRADES: readonly CapTrade[] = [
  {
    name: 'OData 4, as Business Central',
    path: '/bc/',
    mapping: findPreset('business-central'),
    tables: bcTables,
    shape: BUSINESS_CENTRAL,
  },
  {
    name: 'OData 2, by the adapter',
    path: '/odata/v2/bc/',
    host: 'localhost',
    mapping: { ...z.record(z.string(), z.unknown()).parse(findPreset('business-central')), dialect: 'v2' },
    tables: bcTables,
    shape: BUSINESS_CENTRAL,
  },
  {
    name: 'OData 4, as Infor LN',
    path: '/ln/',
    mapping: findPreset('infor-ln'),
    tables: lnTables,
    shape: INFOR_LN,
  },
];

/** What a clerk does at the ERP. */
export type Clerk = {
  orders: () => Promise<TheirOrder[]>;
  add: (number: number) => Promise<unknown>;
  setGross: (number: number, gross: string) => Promise<unknown>;
  /** Leaves the first line, under another text. */
  rewriteLines: (number: number, text: string) => Promise<unknown>;
  erase: (number: number) => Promise<unknown>;
  retire: () => Promise<unknown>;
};

export function openClerk({ origin }: CapServer, { shape }: CapTrade): Clerk {
  const { orders, keyOf, lines, lineText, gross } = shape;
  const at = (number: number): string => `${origin}/${orders}(${keyOf(number)})`;
  return {
    orders: async () => {
      const found: TheirOrder[] = [];
      let next: string | undefined = `${origin}/${orders}?$expand=${lines}`;
      while (next !== undefined) {
        const page: z.output<typeof Page> = Page.parse(await say(next, 'GET'));
        found.push(...page.value.map(shape.read));
        const link = page['@odata.nextLink'];
        next = link === undefined ? undefined : new URL(link, next).href;
      }
      return found.toSorted((one, other) => one.externalId.localeCompare(other.externalId));
    },
    add: (number) => say(`${origin}/${orders}`, 'POST', shape.newOrder(number)),
    setGross: (number, amount) => say(at(number), 'PATCH', { [gross]: amount }),
    rewriteLines: async (number, text) => {
      const order = z
        .record(z.string(), z.unknown())
        .parse(await say(`${at(number)}?$expand=${lines}`, 'GET'));
      const [first] = z.array(z.record(z.string(), z.unknown())).parse(order[lines]);
      return say(at(number), 'PATCH', { [lines]: [{ ...first, [lineText]: text }] });
    },
    erase: (number) => say(at(number), 'DELETE'),
    retire: () => say(`${origin}/${shape.retired.at}`, 'PATCH', shape.retired.change),
  };
}

async function say(url: string, method: string, body?: object): Promise<unknown> {
  const { user, password } = PASSWORD;
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
      ...(method === 'PATCH' || method === 'DELETE' ? { 'if-match': '*' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: status ${response.status} ${text.slice(0, 500)}`);
  return text === '' ? null : JSON.parse(text);
}

function bcOrder(number: number) {
  return {
    id: bcKey(number),
    number: `SO${number}`,
    externalDocumentNumber: `PO-${number}`,
    orderDate: '2026-02-20',
    requestedDeliveryDate: '2026-03-20',
    customerId: guid('c', 1 + (number % CUSTOMERS)),
    currencyCode: 'RUB',
    status: 'Open',
    fullyShipped: false,
    totalAmountExcludingTax: `${number}.00`,
    totalTaxAmount: '0.40',
    totalAmountIncludingTax: `${number}.40`,
  };
}

function bcLine(order: number, no: number) {
  return {
    id: guid('8', order * 10 + no),
    documentId: bcKey(order),
    sequence: no * 10_000,
    lineType: 'Item',
    itemId: guid('d', no),
    lineObjectNumber: `ITM-${no}`,
    description: `Demo bearing ${no} of ${order}`,
    quantity: '2',
    unitOfMeasureCode: 'PCS',
    unitPrice: '9335.4200000001',
    discountPercent: '0',
    taxPercent: '20',
    amountExcludingTax: '83.33',
    totalTaxAmount: '16.67',
    shippedQuantity: '0',
    invoicedQuantity: '0',
    shipmentDate: '2026-03-20',
  };
}

function bcTables(orders: number): CapTables {
  const lastModifiedDateTime = MODIFIED;
  return {
    Items: LINE_NUMBERS.map((no) => ({
      id: guid('d', no),
      number: `ITM-${no}`,
      displayName: `Demo bearing ${no}`,
      baseUnitOfMeasureCode: 'PCS',
      blocked: false,
      lastModifiedDateTime,
    })),
    Customers: range(CUSTOMERS).map((number) => ({
      id: guid('c', number),
      number: `C${number}`,
      displayName: `Demo works ${number}`,
      taxRegistrationNumber: `77${number}`,
      lastModifiedDateTime,
    })),
    SalesOrders: range(orders).map((number) => ({ ...bcOrder(number), lastModifiedDateTime })),
    SalesOrderLines: range(orders).flatMap((number) => LINE_NUMBERS.map((no) => bcLine(number, no))),
  };
}

function lnOrder(number: number) {
  return {
    SalesOrder: lnKey(number),
    CustomerOrder: `PO-${number}`,
    SoldToBP: `BP${1 + (number % CUSTOMERS)}`,
    OrderDate: '2026-02-20T08:00:00Z',
    PlannedDeliveryDate: '2026-03-20T08:00:00Z',
    OrderStatus: 'Approved',
    Currency: 'EUR',
    OrderAmount: `${number}.00`,
    TaxAmount: '0.40',
    OrderAmountIncludingTax: `${number}.40`,
  };
}

function lnLine(order: number, no: number) {
  return {
    SalesOrder: lnKey(order),
    Line: no * 10,
    Sequence: 0,
    Item: `ITM-${no}`,
    ItemDescription: `Bearing ${no} of ${order}`,
    OrderedQuantity: '2',
    SalesUnit: 'pcs',
    Price: '9335.4200000001',
    DiscountPercentage: '0',
    Amount: '83.33',
    DeliveredQuantity: '0',
    PlannedDeliveryDate: '2026-03-20T08:00:00Z',
  };
}

function lnTables(orders: number): CapTables {
  return {
    LnItems: LINE_NUMBERS.map((no) => ({
      Item: `ITM-${no}`,
      Description: `Demo bearing ${no}`,
      InventoryUnit: 'pcs',
      ItemGroup: 'BRG',
    })),
    LnPartners: range(CUSTOMERS).map((number) => ({
      BusinessPartner: `BP${number}`,
      Name: `Demo works ${number}`,
      TaxNumber: `NL${number}`,
    })),
    LnOrders: range(orders).map((number) => ({
      ...lnOrder(number),
      LastTransactionDate: '2026-03-01T00:00:00Z',
    })),
    LnLines: range(orders).flatMap((number) => LINE_NUMBERS.map((no) => lnLine(number, no))),
  };
}

function minorOf(decimal: string): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return String(BigInt(whole + fraction.padEnd(2, '0').slice(0, 2)));
}
