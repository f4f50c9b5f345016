import { data } from 'react-router';
import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { requireClass } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { compareDecimals, parseTypedDecimal } from '../lib/decimal.ts';
import { isCurrency } from '../lib/money.ts';
import { canOrderProduct } from '../requests/find-ordering-sources.server.ts';
import { PutOnRequest } from '../requests/put-on-request.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Day } from '../ui/when.tsx';
import type { Route } from './+types/product-price.route';
import { ConfirmationNotice } from './confirmation-notice.tsx';
import { findProductPrice } from './find-product-price.server.ts';
import type { ProductPrice } from './find-product-price.server.ts';
import { PriceReasons } from './price-reasons.tsx';
import { PriceTiers } from './price-tiers.tsx';
import { PurchaseTable } from './purchase-table.tsx';
import { StockWord } from './stock-word.tsx';
import { pricesWords } from './words.ts';

const QUANTITY_LENGTH_MAX = 20;

/** One article: why its price, at which quantity another one, what is in stock, what was paid before. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'list-price');
  const { db, company, now } = context.services;
  const query = new URL(request.url).searchParams;
  const typed = query.get('quantity');
  const quantity = typed === null ? null : parseQuantity(typed);
  const currency = query.get('currency') ?? '';
  const { timeZone } = await company.find();
  const [found, facts, canOrder] = await Promise.all([
    findProductPrice(db, {
      actor,
      productId: params.productId,
      quantity,
      currency: isCurrency(currency) ? currency : undefined,
      on: onFromInstant(now(), timeZone),
    }),
    findSourceFacts(db, { actor }),
    canOrderProduct(db, { actor, productId: params.productId }),
  ]);
  if (found === null) throw notFound();
  const isWrong = typed !== null && quantity === null;
  const page = { found, facts, canOrder, typed: isWrong ? typed.slice(0, QUANTITY_LENGTH_MAX) : null };
  return data(page, { status: isWrong ? 400 : 200 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.found.product.name }];

export default function ProductPricePage({ loaderData }: Route.ComponentProps) {
  const { found, facts, typed, canOrder } = loaderData;
  const words = useWords(pricesWords).product;
  const { product, listPrices, ownPrices, purchases } = found;
  const { sku, goodsGroup } = product;
  const hasTiers = (ownPrices ?? listPrices).length > 1;
  return (
    <>
      <PageTitle
        title={product.name}
        lead={
          <>
            <code>{sku}</code>
            {goodsGroup && ` · ${goodsGroup}`}
          </>
        }
        back={{ href: '/prices', word: words.back }}
        actions={
          canOrder &&
          !product.isDiscontinued && <PutOnRequest productId={product.id} quantity={found.quantity} />
        }
      />
      {product.isDiscontinued && <Gone found={found} />}
      <div className="columns">
        <Why found={found} facts={facts} typed={typed} />
        <div className="stack">
          {hasTiers && (
            <Sheet title={words.tiers} isFlush>
              <PriceTiers
                caption={words.tiers}
                listPrices={listPrices}
                ownPrices={ownPrices}
                unit={product.unit}
              />
            </Sheet>
          )}
          <Stock found={found} facts={facts} />
          {purchases && (
            <Sheet title={words.purchases} isFlush={purchases.length > 0}>
              {purchases.length === 0 && <p className="soft">{words.noPurchases}</p>}
              {purchases.length > 0 && <PurchaseTable caption={words.purchases} lines={purchases} />}
            </Sheet>
          )}
        </div>
      </div>
    </>
  );
}

function Stock({ found, facts }: Pick<Route.ComponentProps['loaderData'], 'found' | 'facts'>) {
  const words = useWords(pricesWords).product;
  const { product, stock } = found;
  if (!facts.kinds.stock) return null;
  return (
    <Sheet title={words.stock} freshness={facts.kinds.stock}>
      {stock === null ? (
        <p className="soft">{words.noStock}</p>
      ) : (
        <KeyValueList
          isRows
          items={[
            { key: words.free, value: <StockWord stock={stock} unit={product.unit} /> },
            ...(stock.expectedOn === null
              ? []
              : [{ key: words.expectedOn, value: <Day on={stock.expectedOn} /> }]),
          ]}
        />
      )}
    </Sheet>
  );
}

function Why({ found, facts, typed }: Pick<Route.ComponentProps['loaderData'], 'found' | 'facts' | 'typed'>) {
  const words = useWords(pricesWords).product;
  const { answer, confirmation, ownPrices, quantity, product } = found;
  return (
    <Sheet title={words.why} freshness={facts.kinds['price-entry']}>
      <QuantityForm found={found} typed={typed} />
      {answer.ok && answer.currencies.length > 1 && (
        <Tabs
          label={words.currencies}
          tabs={answer.currencies.map((currency) => ({
            href: productHref(product.id, { quantity, currency }),
            word: currency,
            isCurrent: currency === answer.price.basis.currency,
          }))}
        />
      )}
      {answer.ok ? (
        <PriceReasons price={answer.price} quantity={quantity} hasOwnPrices={ownPrices !== null} />
      ) : (
        <NoPrice found={found} answer={answer} />
      )}
      {confirmation && <ConfirmationNotice confirmation={confirmation} />}
    </Sheet>
  );
}

function QuantityForm({ found, typed }: { found: ProductPrice; typed: string | null }) {
  const { format } = usePage();
  const words = useWords(pricesWords).product;
  const { product, quantity, answer } = found;
  const pack = product.packQuantity;
  return (
    <form className="quantity-form" method="get">
      {answer.ok && answer.currencies.length > 1 && (
        <input type="hidden" name="currency" value={answer.price.basis.currency} />
      )}
      <Field
        name="quantity"
        label={`${words.quantity}, ${answer.ok ? answer.price.basis.unit : product.unit}`}
        defaultValue={typed ?? format.decimal(quantity)}
        inputMode="decimal"
        maxLength={QUANTITY_LENGTH_MAX}
        error={typed === null ? undefined : words.quantityWrong}
        hint={pack && pack !== '1' ? words.quantityHint(format.quantity(pack, product.unit)) : undefined}
        required
      />
      <Button>{words.show}</Button>
    </form>
  );
}

function NoPrice({ found, answer }: { found: ProductPrice; answer: ProductPrice['answer'] & { ok: false } }) {
  const { format } = usePage();
  const words = useWords(pricesWords).product;
  if (answer.reason === 'no_price') {
    return (
      <Notice kind="info" title={words.noPrice.title}>
        <p>{words.noPrice.text}</p>
      </Notice>
    );
  }
  const quantity = format.quantity(answer.fromQuantity, answer.unit);
  return (
    <Notice kind="info">
      <p>{words.belowFirst(quantity)}</p>
      <div className="form-actions">
        <LinkButton href={productHref(found.product.id, { quantity: answer.fromQuantity })}>
          {words.showFrom(quantity)}
        </LinkButton>
      </div>
    </Notice>
  );
}

function Gone({ found: { product } }: { found: ProductPrice }) {
  const words = useWords(pricesWords).product;
  const { replacement } = product;
  return (
    <Notice kind="watch">
      <p>
        {replacement === null ? words.gone : words.goneInstead}{' '}
        {replacement && (
          <a href={productHref(replacement.id)}>
            {replacement.name} (<code>{replacement.sku}</code>)
          </a>
        )}
      </p>
    </Notice>
  );
}

function productHref(productId: string, query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString();
  return `/prices/${encodeURIComponent(productId)}${text === '' ? '' : `?${text}`}`;
}

function parseQuantity(typed: string): string | null {
  if (typed.length > QUANTITY_LENGTH_MAX) return null;
  const quantity = parseTypedDecimal(typed);
  return quantity !== null && compareDecimals(quantity, '0') > 0 ? quantity : null;
}
