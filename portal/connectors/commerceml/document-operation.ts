/** What a document of CommerceML is for us. @see XSD 2.10, `ХозОперацияТип` */
export const DOCUMENT_OPERATIONS = [
  'order',
  'shipment',
  'invoice',
  'goods-return',
  'payment',
  'refund',
] as const;

export type DocumentOperation = (typeof DOCUMENT_OPERATIONS)[number];

const OPERATIONS: Readonly<Record<string, DocumentOperation>> = {
  'заказ товара': 'order',
  'отпуск товара': 'shipment',
  'счет на оплату': 'invoice',
  'возврат товара': 'goods-return',
  'выплата наличных денег': 'payment',
  'выплата безналичных денег': 'payment',
  'поступление наличных денег': 'payment',
  'поступление безналичных денег': 'payment',
  'эквайринговая операция': 'payment',
  'возврат наличных денег': 'refund',
  'возврат безналичных денег': 'refund',
};

/** Null for an operation that we have no place for. `ё`, case and missing spaces do not matter (`ЗаказТовара`). */
export function documentOperation(text: string): DocumentOperation | null {
  return OPERATIONS[plainWords(text)] ?? null;
}

function plainWords(text: string): string {
  return text
    .trim()
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\s+/g, ' ');
}
