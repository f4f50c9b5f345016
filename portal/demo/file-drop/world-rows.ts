import { makeStock, type DemoProduct } from '../catalogue/make-catalogue.ts';
import { MANAGERS } from '../customers/managers.ts';
import { contractListId } from '../customers/customer.ts';
import { contractValidToOn } from '../erp-discounts.ts';
import { CURRENCY, toPrice, toQuantity } from '../line-amounts.ts';
import {
  CONTRACT_KINDS,
  contractTiers,
  LIST_ID,
  listTiers,
  tierPrice,
  VAT_CODE,
  VAT_RATES,
  type PricePeriod,
  type Tier,
} from '../prices.ts';
import type { DemoWorld } from '../world.ts';
import type { RowSink } from './drop-writer.server.ts';

/** Writes what belongs to no customer: managers, tax rates, goods, stock, replacements and price lists. */
export async function writeCatalogue(world: DemoWorld, sink: RowSink): Promise<void> {
  for (const { id, ...manager } of MANAGERS)
    await sink.row('account-manager', { externalId: id, ...manager });
  for (const { percent, validFromOn, validToOn } of VAT_RATES) {
    const externalId = `vat-${validFromOn}`;
    await sink.row('vat-rate', {
      externalId,
      code: VAT_CODE,
      percent: percent.toString(),
      validFromOn,
      validToOn,
    });
  }
  for (const product of world.products) await writeProduct(product, sink);
  for (const { sku, warehouse, quantityMilli, expectedOn } of makeStock(world.products, world)) {
    const externalId = `${sku}@${warehouse.split(',')[0]}`;
    await sink.row('stock', {
      externalId,
      productRef: sku,
      warehouse,
      quantity: toQuantity(quantityMilli),
      expectedOn,
    });
  }
  await writePriceLists(world, sink);
}

async function writeProduct(product: DemoProduct, sink: RowSink): Promise<void> {
  await sink.row('product', {
    externalId: product.sku,
    sku: product.sku,
    name: product.name,
    unit: product.unit.name,
    groupName: product.group.name,
    vatCode: VAT_CODE,
    status: product.discontinuedOn === null ? 'active' : 'discontinued',
    packQuantity: toQuantity(product.packMilli),
  });
  if (product.replacement === null) return;
  await sink.row('replacement', {
    externalId: `${product.sku}>${product.replacement.sku}`,
    productRef: product.sku,
    replacementRef: product.replacement.sku,
    reason: product.replacement.reason,
    sinceOn: product.discontinuedOn,
  });
}

async function writePriceLists(world: DemoWorld, sink: RowSink): Promise<void> {
  await sink.row('price-list', {
    externalId: LIST_ID,
    name: 'Базовый прайс-лист',
    kind: 'list',
    currency: CURRENCY,
    isTaxIncluded: false,
    validFromOn: world.startsOn,
  });
  await writePrices(world, { listId: LIST_ID, products: world.products, tiersOf: listTiers }, sink);
  for (const kind of CONTRACT_KINDS) {
    const listId = contractListId(kind);
    await sink.row('price-list', {
      externalId: listId,
      name: CONTRACT_LIST_NAMES[kind.code] ?? listId,
      kind: 'contract',
      currency: CURRENCY,
      isTaxIncluded: false,
      validFromOn: world.startsOn,
      validToOn: contractValidToOn(world.today),
    });
    const products = world.products.filter(({ group }) => kind.contractGroups.includes(group.code));
    const tiersOf = (product: DemoProduct): readonly Tier[] => contractTiers(product, kind);
    await writePrices(world, { listId, products, tiersOf }, sink);
  }
}

const CONTRACT_LIST_NAMES: Readonly<Record<string, string>> = {
  factory: 'Договорной прайс-лист: заводы',
  builder: 'Договорной прайс-лист: строители',
  farm: 'Договорной прайс-лист: хозяйства',
  retailer: 'Договорной прайс-лист: торговля',
};

type PriceListRows = {
  listId: string;
  products: readonly DemoProduct[];
  tiersOf: (product: DemoProduct) => readonly Tier[];
};

async function writePrices(
  { periods }: DemoWorld,
  { listId, products, tiersOf }: PriceListRows,
  sink: RowSink,
): Promise<void> {
  for (const product of products) {
    for (const period of periods) {
      if (!isPriced(product, period)) continue;
      for (const tier of tiersOf(product)) {
        const minQuantity = toQuantity(tier.fromMilli);
        await sink.row('price-entry', {
          externalId: `${listId}/${product.sku}/${minQuantity}/${period.validFromOn}`,
          priceListRef: listId,
          productRef: product.sku,
          minQuantity,
          price: toPrice(tierPrice(product, tier, period)),
          validFromOn: period.validFromOn,
          validToOn: period.validToOn,
        });
      }
    }
  }
}

/** A price list names no price for goods that had gone out of sale before it began. */
function isPriced({ discontinuedOn }: DemoProduct, { validFromOn }: PricePeriod): boolean {
  return discontinuedOn === null || discontinuedOn > validFromOn;
}
