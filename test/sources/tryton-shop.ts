/** Trade on a real Tryton: customers, one product, orders with two lines each. Demo data. */
import { z } from 'zod';
import { idOf } from './tryton-server.ts';
import type { TrytonServer } from './tryton-server.ts';

export type Shop = { parties: number[]; product: number; addOrders: (count: number) => Promise<number[]> };

const Ids = z.array(z.number());
const Addresses = z.array(z.object({ id: z.number(), party: z.number() }));
const CUSTOMERS = 5;
const AT_ONCE = 500;
const DAY = { __class__: 'date', year: 2026, month: 2, day: 20 };

export async function openShop({ call }: TrytonServer): Promise<Shop> {
  const [unit = 0] = Ids.parse(await call('product.uom', 'search', [['symbol', '=', 'u']], 0, 1, null));
  const template = {
    name: 'Demo bearing',
    type: 'goods',
    default_uom: unit,
    sale_uom: unit,
    salable: true,
    list_price: decimal('10'),
    products: [['create', [{ suffix_code: 'BRG' }]]],
  };
  await call('product.template', 'create', [template]);
  const product = idOf(await call('product.product', 'search', [], 0, 1, null));
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => ({
    name: `Demo works ${index + 1}`,
    addresses: [['create', [{ street: 'Demo street' }]]],
  }));
  const parties = Ids.parse(await call('party.party', 'create', customers));
  const found = Addresses.parse(
    await call('party.address', 'search_read', [['party', 'in', parties]], 0, null, null, ['party']),
  );
  const addressOf = new Map(found.map(({ id, party }) => [party, id]));
  let made = 0;
  const orderRow = () => {
    made += 1;
    const party = parties[made % CUSTOMERS] ?? 0;
    const address = addressOf.get(party);
    return {
      party,
      number: `S${made}`,
      reference: `PO-${made}`,
      state: 'confirmed',
      sale_date: DAY,
      invoice_address: address,
      shipment_address: address,
      lines: [['create', [lineRow({ product, unit, no: 1 }), lineRow({ product, unit, no: 2 })]]],
    };
  };
  return {
    parties,
    product,
    addOrders: async (count) => {
      const ids: number[] = [];
      for (let left = count; left > 0; left -= AT_ONCE) {
        const rows = Array.from({ length: Math.min(left, AT_ONCE) }, orderRow);
        ids.push(...Ids.parse(await call('sale.sale', 'create', rows)));
      }
      return ids;
    },
  };
}

function lineRow({ product, unit, no }: { product: number; unit: number; no: number }) {
  return {
    type: 'line',
    product,
    unit,
    description: `Demo bearing ${no}`,
    quantity: no,
    unit_price: decimal('10.5'),
  };
}

export function decimal(text: string): object {
  return { __class__: 'Decimal', decimal: text };
}
