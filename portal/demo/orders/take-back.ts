import { addDays } from '#portal/lib/dates.ts';
import type { ReturnStatus } from '#portal/shipments/goods-return.ts';
import type { CustomerKind } from '../customers/customer-kind.ts';
import { sumAmounts } from '../line-amounts.ts';
import type { Random } from '../random.ts';
import { addWorkdays, nextWorkday } from '../workdays.ts';
import { chargedLine, invoiceIdOf } from './bill-order.ts';
import type { StoryCreditNote, StoryReturn, StoryShipment } from './order-story.ts';

const REFUSED_CHANCE = 0.15;
const REASONS = [
  'Заказали лишнее',
  'Не подошёл размер',
  'Повреждена упаковка',
  'Брак, подтверждён осмотром',
  'Пришёл другой артикул',
] as const;

export type TakenBack = { returns: StoryReturn[]; creditNotes: StoryCreditNote[] };

type Delivered = {
  orderNo: string;
  kind: CustomerKind;
  shipments: readonly StoryShipment[];
  untilOn: string;
  /** Whether it is settled beforehand that goods come back. */
  isReturned: boolean;
};

/** What of the delivered goods came back, and what was credited for it. */
export function takeBack(
  { orderNo, kind, shipments, untilOn, isReturned }: Delivered,
  random: Random,
): TakenBack {
  const taken: TakenBack = { returns: [], creditNotes: [] };
  shipments.forEach((shipment, index) => {
    const isByChance = random.chance(kind.returnChance);
    if (!(isReturned || isByChance) || shipment.deliveredOn === null) return;
    const goods = returnGoods(
      { orderNo, shipment, untilOn, isSoon: isReturned, no: taken.returns.length + 1 },
      random,
    );
    if (!goods) return;
    taken.returns.push(goods.back);
    if (goods.back.status !== 'settled') return;
    taken.creditNotes.push(creditFor(goods, { orderNo, invoiceId: invoiceIdOf(orderNo, index, kind) }));
  });
  return taken;
}

type GoodsToReturn = {
  orderNo: string;
  shipment: StoryShipment;
  untilOn: string;
  isSoon: boolean;
  no: number;
};

type ReturnedGoods = { back: StoryReturn; decidedOn: string };

function returnGoods(
  { orderNo, shipment, untilOn, isSoon, no }: GoodsToReturn,
  random: Random,
): ReturnedGoods | null {
  const [first, ...rest] = shipment.parts.filter(({ line }) => line.product !== null);
  const returnedOn = nextWorkday(
    addDays(shipment.deliveredOn ?? untilOn, isSoon ? 1 : random.between(3, 12)),
  );
  if (!first || returnedOn > untilOn) return null;
  const { line, quantityMilli } = random.pick([first, ...rest]);
  const third = Number(quantityMilli / line.packMilli / 3n);
  const packs = BigInt(random.between(1, Math.max(1, third)));
  const decidedOn = addWorkdays(returnedOn, random.between(5, 12));
  const back: StoryReturn = {
    id: `ret-${orderNo}-${no}`,
    number: `ВЗ-${orderNo}-${no}`,
    line,
    shipmentId: shipment.id,
    quantityMilli: packs * line.packMilli,
    returnedOn,
    status: returnStatus({ returnedOn, decidedOn, untilOn, isRefused: random.chance(REFUSED_CHANCE) }),
    reason: random.pick(REASONS),
  };
  return { back, decidedOn };
}

function returnStatus(course: {
  returnedOn: string;
  decidedOn: string;
  untilOn: string;
  isRefused: boolean;
}): ReturnStatus {
  if (course.decidedOn <= course.untilOn) return course.isRefused ? 'refused' : 'settled';
  return addWorkdays(course.returnedOn, 2) <= course.untilOn ? 'received' : 'announced';
}

function creditFor(
  { back, decidedOn }: ReturnedGoods,
  { orderNo, invoiceId }: { orderNo: string; invoiceId: string },
): StoryCreditNote {
  const line = chargedLine({ line: back.line, quantityMilli: back.quantityMilli });
  const suffix = back.number.slice(`ВЗ-${orderNo}`.length);
  return {
    id: `cn-${orderNo}${suffix}`,
    number: `КД-${orderNo}${suffix}`,
    invoiceId,
    returnNumber: back.number,
    issuedOn: decidedOn,
    line,
    totalMinor: sumAmounts([line]).grossMinor,
    reason: `Возврат товара: ${back.reason.toLowerCase()}`,
  };
}
