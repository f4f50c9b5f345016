/** An emulated Tryton with the trade of every emulated source in it. */
import { TRYTON } from '#portal/connectors/presets/tryton.ts';
import { PASSWORD } from './pulled-source.ts';
import { startTryton } from './tryton-emulator.ts';
import type { TrytonEmulator, TrytonModel, TrytonRow } from './tryton-emulator.ts';
import { CUSTOMERS, ORDERS, range } from './world.ts';
import type { World } from './world.ts';

export async function openTrytonWorld(): Promise<World<TrytonEmulator>> {
  const models = trytonModels();
  const emulator = await startTryton(models);
  const orders = models['sale.sale']?.rows ?? [];
  const lines = models['sale.line']?.rows ?? [];
  let seconds = 0;
  const now = (): string => {
    seconds += 1;
    return new Date(Date.parse('2026-03-01T00:00:00Z') + seconds * 1_000).toISOString().replace('Z', '123');
  };
  const find = (number: number): TrytonRow => {
    const row = orders.find(({ id }) => id === number);
    if (row === undefined) throw new Error(`there is no order ${number}`);
    return row;
  };
  const addOrder = (number: number): void => {
    orders.push(orderRow(number, now()));
    for (const line of [1, 2]) lines.push(lineRow({ order: number, line, at: now() }));
  };
  for (const number of range(ORDERS)) addOrder(number);
  const linesOf = (number: number): TrytonRow[] => lines.filter(({ id }) => Math.floor(id / 10) === number);
  const dropLines = (wanted: readonly TrytonRow[]): void => {
    for (const line of wanted) lines.splice(lines.indexOf(line), 1);
  };
  const erase = (number: number): void => {
    dropLines(linesOf(number));
    orders.splice(orders.indexOf(find(number)), 1);
  };
  return {
    emulator,
    mapping: { ...TRYTON, paging: { by: 'keyset', size: 50 } },
    credentials: PASSWORD,
    tellsDroppedLines: false,
    orderSet: 'model.sale.sale.',
    secondPage: '["id",">",50]',
    numberField: 'number',
    orderId: String,
    addOrder,
    changeOrder: (number, gross) => Object.assign(find(number), { total_amount: gross, write_date: now() }),
    // Tryton leaves the order's time of change as it was.
    dropLine: (number) => dropLines(linesOf(number).slice(1)),
    deleteOrder: erase,
    eraseOrder: erase,
    orders: () =>
      orders.map((row) => ({
        externalId: String(row.id),
        number: String(row['number']),
        gross: String(row['total_amount']),
        lines: linesOf(row.id).length,
      })),
    unpublishInvoices: () => void delete models['account.invoice'],
    hideOrders: (isHidden) => {
      for (const model of ['sale.sale', 'sale.line']) {
        if (isHidden) emulator.hidden.add(model);
        else emulator.hidden.delete(model);
      }
    },
  };
}

const RUB = { id: 1, code: 'RUB' };

/** The shape of test/fixtures/tryton/orders.json. */
function orderRow(number: number, at: string): TrytonRow {
  return {
    id: number,
    create_date: at,
    write_date: null,
    number: String(number),
    reference: `PO-${number}`,
    party: { id: 1 + (number % CUSTOMERS) },
    sale_date: '2026-02-20',
    state: 'processing',
    shipment_state: 'waiting',
    currency: RUB,
    untaxed_amount: `${number}.00`,
    tax_amount: '0.40',
    total_amount: `${number}.40`,
  };
}

/** The shape of test/fixtures/tryton/order-lines.json. */
function lineRow({ order, line, at }: { order: number; line: number; at: string }): TrytonRow {
  return {
    id: order * 10 + line,
    create_date: at,
    write_date: null,
    sale: { id: order, currency: RUB },
    type: 'line',
    product: { id: line, code: `ITM-${line}`, rec_name: `[ITM-${line}] Подшипник ${line}` },
    description: `Подшипник ${line}`,
    quantity: 2,
    unit: { id: 1, symbol: 'шт' },
    unit_price: '9335.4200000001',
    amount: '83.33',
  };
}

const STAMPS = { id: 'integer', create_date: 'timestamp', write_date: 'timestamp', active: 'boolean' };
const CREATED = { create_date: '2026-02-01T08:00:00.123456', write_date: null, active: true };

function trytonModels(): Record<string, TrytonModel> {
  const model = (types: Record<string, string>, rows: TrytonRow[] = []): TrytonModel => ({
    types: { ...STAMPS, ...types },
    rows,
  });
  return {
    'product.product': model(
      { code: 'char', name: 'char', default_uom: 'many2one' },
      [1, 2].map((id) => ({
        ...CREATED,
        id,
        code: `ITM-${id}`,
        name: `Подшипник ${id}`,
        default_uom: { id: 1, symbol: 'шт' },
      })),
    ),
    'party.party': model(
      { name: 'char', tax_identifier: 'many2one' },
      range(CUSTOMERS).map((id) => ({
        ...CREATED,
        id,
        name: `ООО «Завод ${id}»`,
        tax_identifier: { id, code: `770000000${id}` },
      })),
    ),
    'sale.sale': model({
      number: 'char',
      reference: 'char',
      party: 'many2one',
      sale_date: 'date',
      state: 'selection',
      shipment_state: 'selection',
      currency: 'many2one',
      untaxed_amount: 'numeric',
      tax_amount: 'numeric',
      total_amount: 'numeric',
    }),
    'sale.line': model({
      sale: 'many2one',
      type: 'selection',
      product: 'many2one',
      description: 'text',
      quantity: 'float',
      unit: 'many2one',
      unit_price: 'numeric',
      amount: 'numeric',
    }),
    'account.invoice': model({ type: 'selection', state: 'selection', number: 'char' }),
    'stock.shipment.out': model({ number: 'char', state: 'selection', outgoing_moves: 'one2many' }),
  };
}
