import type { EntityOf } from '../port.ts';
import type { Requisites } from './requisites.ts';

type OrderStatus = EntityOf<'order'>['status'];

/** The codes that a Bitrix shop gives its statuses: accepted, paid and being packed, done. */
const STATUS_BY_CODE: Readonly<Record<string, OrderStatus>> = {
  N: 'confirmed',
  P: 'in_progress',
  F: 'completed',
};

/**
 * Words by which the status of an order is known, in the order in which they are looked for: every 1C base names its
 * statuses itself, so a word decides, not the whole text.
 */
const STATUS_BY_WORD: readonly (readonly [RegExp, OrderStatus])[] = [
  [/отмен|аннулир|отказ/, 'cancelled'],
  [/не согласован|на согласовании|черновик|не подтвержден/, 'draft'],
  [/коммерческое предложение|предложение отправлено/, 'quoted'],
  [/частичн.*(отгру|отправ)/, 'partially_shipped'],
  [
    /(к|готов к|ожидает|ожидание|подготовка к|формируется к) (отгрузк|отправк|обеспечен|выполнен|выдач)/,
    'in_progress',
  ],
  [/доставлен|выполнен|завершен|закрыт|выдан|получен/, 'completed'],
  [/отгружен|отправлен|передан в доставку|в пути|доставляется/, 'shipped'],
  [/обработ|в работе|комплект|собира|сборк|резерв|производств|формируется|выполняется/, 'in_progress'],
  [/принят|подтвержден|согласован|новый|оплач|оплат/, 'confirmed'],
];
/** `[F] Доставлен` */
const CODED = /^\[(\S{1,4})\]\s*(.*)$/;

export type ReadOrderStatus = {
  status: OrderStatus;
  /** As the source wrote it, without the code in front. */
  sourceStatus: string | null;
  /** False if the text told us nothing and the order counts as confirmed. */
  isUnderstood: boolean;
};

/**
 * The status of an order from its requisites. A flag outweighs words (`Отменен`, `Проведен`); words outweigh the
 * shop's code, because shops keep the code and change the words.
 */
export function readOrderStatus(requisites: Requisites): ReadOrderStatus {
  const written = requisites.text('Статус заказа');
  const coded = CODED.exec(written ?? '');
  const sourceStatus = coded?.[2] || written;
  const code = coded?.[1] ?? requisites.text('Статуса заказа ИД');
  const isFinal = requisites.switch('Финальный статус') === true;
  const isCancelled = requisites.switch('Отменен') === true;
  const isUnposted = requisites.switch('Проведен') === false;

  if (isCancelled) return { status: 'cancelled', sourceStatus, isUnderstood: true };
  if (isUnposted) return { status: 'draft', sourceStatus, isUnderstood: true };
  const told = statusByWord(sourceStatus) ?? statusByCode(code) ?? (isFinal ? 'completed' : null);
  return { status: told ?? 'confirmed', sourceStatus, isUnderstood: told !== null || sourceStatus === null };
}

function statusByWord(text: string | null): OrderStatus | null {
  const words = (text ?? '').toLowerCase().replaceAll('ё', 'е');
  return STATUS_BY_WORD.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function statusByCode(code: string | null): OrderStatus | null {
  return (code !== null && STATUS_BY_CODE[code]) || null;
}
