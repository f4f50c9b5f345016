/**
 * Orders for 1C to take over, as its exchange with a site expects them (CommerceML 2, `Документ` «Заказ товара»). `Ид` is
 * our key: 1C knows by it an order that it has already, and sends the order back under it.
 */
import { decimalFromMinor } from '#portal/lib/money.ts';
import { clockText } from '../clock-text.ts';
import type { OutgoingLine, OutgoingOrder } from '../outgoing/outgoing-order.ts';

const SCHEMA = '2.10';
/** Currencies by the names that 1C's own exchange uses. */
const CURRENCY_NAMES: Readonly<Record<string, string>> = { RUB: 'руб' };

/** @param orders none: an empty list, which is what 1C expects then */
export function ordersXml(
  orders: readonly OutgoingOrder[],
  { formedAt, timeZone }: { formedAt: Date; timeZone: string },
): string {
  const formed = clockText(formedAt, timeZone);
  const documents = orders.map((order) => documentOf(order, timeZone)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<КоммерческаяИнформация ВерсияСхемы="${SCHEMA}" ДатаФормирования="${formed}">${documents}</КоммерческаяИнформация>\n`;
}

function documentOf(order: OutgoingOrder, timeZone: string): string {
  const [on = '', time = ''] = clockText(order.askedAt, timeZone).split('T');
  return element('Документ', [
    element('Ид', order.key),
    element('Номер', order.key),
    element('Дата', on),
    element('Время', time),
    element('ХозОперация', 'Заказ товара'),
    element('Роль', 'Продавец'),
    element('Валюта', CURRENCY_NAMES[order.currency] ?? order.currency),
    element('Курс', '1'),
    element('Сумма', decimalFromMinor(order.totalMinor, order.currency)),
    element('Комментарий', order.note),
    element('Контрагенты', [counterpartyOf(order)]),
    element(
      'Товары',
      order.lines.map((line) => goodsOf(line, order)),
    ),
    element('ЗначенияРеквизитов', [
      detail('Статус заказа', '[N] Принят'),
      ...(order.customerReference === '' ? [] : [detail('Номер заказа клиента', order.customerReference)]),
    ]),
  ]);
}

function counterpartyOf({ counterparty }: OutgoingOrder): string {
  const { ref, name, legalName, taxId, registrationReason } = counterparty;
  return element('Контрагент', [
    element('Ид', ref),
    element('Наименование', name),
    element('Роль', 'Покупатель'),
    element('ОфициальноеНаименование', legalName),
    ...(taxId === '' ? [] : [element('ИНН', taxId)]),
    ...(registrationReason === null ? [] : [element('КПП', registrationReason)]),
  ]);
}

function goodsOf(line: OutgoingLine, { currency, isTaxIncluded }: OutgoingOrder): string {
  const { productRef, sku, name, unit, quantity, unitPrice, netMinor } = line;
  return element('Товар', [
    element('Ид', productRef),
    element('Артикул', sku),
    element('Наименование', name),
    element('БазоваяЕдиница', unit),
    ...(unitPrice === null ? [] : [element('ЦенаЗаЕдиницу', unitPrice)]),
    element('Количество', quantity),
    ...(netMinor === null ? [] : [element('Сумма', decimalFromMinor(netMinor, currency))]),
    element('ЗначенияРеквизитов', [
      detail('ВидНоменклатуры', 'Товар'),
      detail('ТипНоменклатуры', 'Товар'),
      detail('Цена включает НДС', isTaxIncluded ? 'true' : 'false'),
    ]),
  ]);
}

function detail(name: string, value: string): string {
  return element('ЗначениеРеквизита', [element('Наименование', name), element('Значение', value)]);
}

/** @param content text of others, which is escaped; or a list of elements, which are not */
function element(name: string, content: string | readonly string[]): string {
  return `<${name}>${typeof content === 'string' ? escaped(content) : content.join('')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
function escaped(text: string): string {
  return Array.from(text)
    .filter(isPossible)
    .join('')
    .replaceAll(/[&<>"]/g, (letter) => ENTITIES[letter] ?? '');
}

/** XML 1.0, section 2.2: other characters it can't hold in any form. */
function isPossible(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
