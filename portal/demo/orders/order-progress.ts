import { daysBetween } from '#portal/lib/dates.ts';
import type { OrderStatus } from '#portal/orders/order.ts';
import { addWorkdays } from '../workdays.ts';
import type { OrderedLine, StoryLine, StoryShipment } from './order-story.ts';
import type { PlannedShipment } from './plan-shipments.ts';

/** How an order could end before it is shipped. */
export type Fate = 'draft' | 'quoted' | 'cancelled' | 'kept';

export type Progress = {
  fate: Fate;
  /** Ordered on, or paid on where payment is in advance; null: not paid yet. */
  startOn: string | null;
  lines: readonly OrderedLine[];
  planned: readonly PlannedShipment[];
  shipments: readonly StoryShipment[];
  isPrepaid: boolean;
  untilOn: string;
};

/** The status of an order in the ERP's own words, after the newest configurations of 1C. */
const SOURCE_STATUS: Readonly<Record<OrderStatus, string>> = {
  draft: 'Черновик',
  quoted: 'На согласовании',
  confirmed: 'К обеспечению',
  in_progress: 'Готов к отгрузке',
  partially_shipped: 'В процессе отгрузки',
  shipped: 'Ожидается подтверждение доставки',
  completed: 'Закрыт',
  cancelled: 'Отменён',
};

/** How far each line has come. */
export function lineProgress(progress: Progress): StoryLine[] {
  return progress.lines.map((line) => {
    const shippedMilli = shippedOf(line, progress.shipments);
    const isWaiting = progress.fate === 'kept' && shippedMilli < line.quantityMilli;
    const isCharged = progress.isPrepaid && progress.fate === 'kept';
    return {
      ...line,
      shippedMilli,
      invoicedMilli: isCharged ? line.quantityMilli : shippedMilli,
      stage: isWaiting ? stageOf(line, progress) : null,
    };
  });
}

/** The status of the order that follows from its lines and shipments. */
export function orderStatus(progress: Progress, lines: readonly StoryLine[]): OrderStatus {
  const { fate, shipments, startOn, untilOn } = progress;
  if (fate !== 'kept') return fate;
  const isAllShipped = lines.every(({ shippedMilli, quantityMilli }) => shippedMilli === quantityMilli);
  if (isAllShipped) {
    return shipments.every(({ status }) => status === 'delivered') ? 'completed' : 'shipped';
  }
  if (lines.some(({ shippedMilli }) => shippedMilli > 0n)) return 'partially_shipped';
  return startOn === null || startOn > untilOn || addWorkdays(startOn, 1) > untilOn
    ? 'confirmed'
    : 'in_progress';
}

/** The ERP's own word for a status; an order that waits for money says so. */
export function sourceStatusOf(status: OrderStatus, { isPrepaid, startOn, untilOn }: Progress): string {
  const isUnpaid = isPrepaid && (startOn === null || startOn > untilOn);
  return status === 'confirmed' && isUnpaid ? 'Ожидается предоплата' : SOURCE_STATUS[status];
}

function shippedOf(line: OrderedLine, shipments: readonly StoryShipment[]): bigint {
  return shipments
    .filter(({ shippedOn }) => shippedOn !== null)
    .flatMap(({ parts }) => parts)
    .filter((part) => part.line === line)
    .reduce((sum, { quantityMilli }) => sum + quantityMilli, 0n);
}

/** Where a line that has not left is: in the workshop, in the warehouse, or on its way there. */
function stageOf(line: OrderedLine, { planned, startOn, untilOn }: Progress): string | null {
  if (startOn === null || startOn > untilOn) return null;
  const shipOn = planned.findLast(({ parts }) => parts.some((part) => part.line === line))?.shipOn;
  if (shipOn === undefined) return null;
  if (!line.isMadeToOrder) {
    return shipOn <= addWorkdays(untilOn, 3) ? 'Комплектация на складе' : 'Ожидается поступление на склад';
  }
  if (line.promisedOn <= untilOn) return 'Ожидание комплектующих';
  const part = daysBetween(startOn, untilOn) / Math.max(1, daysBetween(startOn, shipOn));
  if (part < 0.25) return 'Подготовка производства';
  if (part < 0.6) return 'Изготовление';
  return part < 0.85 ? 'Сборка и испытания' : 'Упаковка';
}
