import type { Random } from '../random.ts';
import type { TrackingStatus } from '#portal/shipments/shipment.ts';

/** What a carrier's code means. Codes and carriers are invented; our own words are those of the read model. */
export type CarrierStep = { code: string; text: string; status: TrackingStatus };

export type Carrier = {
  name: string;
  /** Begins its tracking numbers. */
  prefix: string;
  /** Working days from the warehouse to the customer. */
  transitDays: readonly [number, number];
  steps: Record<'label' | 'pickUp' | 'leave' | 'odd' | 'terminal' | 'out' | 'done', CarrierStep>;
  trouble: Record<'delay' | 'missed', CarrierStep>;
};

export const EXPRESS: Carrier = {
  name: 'ДемоЭкспресс',
  prefix: 'DX',
  transitDays: [1, 3],
  steps: {
    label: { code: 'DX-10', text: 'Накладная оформлена', status: 'label_created' },
    pickUp: { code: 'DX-20', text: 'Принято у отправителя', status: 'picked_up' },
    leave: { code: 'DX-30', text: 'В пути', status: 'in_transit' },
    // A code that nobody has told us about: it is shown as the carrier says it.
    odd: { code: 'DX-77', text: 'Переупаковано', status: 'unknown' },
    terminal: { code: 'DX-35', text: 'Прибыло на терминал', status: 'in_transit' },
    out: { code: 'DX-40', text: 'Передано курьеру', status: 'out_for_delivery' },
    done: { code: 'DX-50', text: 'Вручено', status: 'delivered' },
  },
  trouble: {
    delay: { code: 'DX-90', text: 'Задержка в пути: погодные условия', status: 'exception' },
    missed: {
      code: 'DX-45',
      text: 'Получатель отсутствовал, доставка завтра',
      status: 'delivery_attempt_failed',
    },
  },
};

export const FREIGHT: Carrier = {
  name: 'УсловТранс',
  prefix: 'UT',
  transitDays: [2, 5],
  steps: {
    label: { code: 'ЗАЯВКА', text: 'Заявка принята', status: 'label_created' },
    pickUp: { code: 'ПОГРУЗКА', text: 'Груз погружен', status: 'picked_up' },
    leave: { code: 'РЕЙС', text: 'Отправлен рейсом', status: 'in_transit' },
    odd: { code: 'ЛИН-СОРТ', text: 'Линейная сортировка', status: 'unknown' },
    terminal: { code: 'ТЕРМИНАЛ', text: 'Прибыл на терминал', status: 'in_transit' },
    out: { code: 'РАЗВОЗ', text: 'Загружен в развозную машину', status: 'out_for_delivery' },
    done: { code: 'ВЫДАН', text: 'Выдан получателю', status: 'delivered' },
  },
  trouble: {
    delay: { code: 'ПРОСТОЙ', text: 'Простой машины в пути', status: 'exception' },
    missed: {
      code: 'ОТКАЗ-ПП',
      text: 'Нет пропуска на объект, повторная доставка',
      status: 'delivery_attempt_failed',
    },
  },
};

/** The supplier's own cars and the customer's: nobody reports on the way. */
const OWN_TRANSPORT = { name: 'Транспорт поставщика', transitDays: [0, 1] } as const;
const COLLECTED = { name: 'Самовывоз', transitDays: [0, 0] } as const;

export type Carriage =
  | { isTracked: true; carrier: Carrier }
  | { isTracked: false; carrier: { name: string; transitDays: readonly [number, number] } };

/** Who carries a shipment, as the delivery terms of the customer say, with exceptions. */
export function chooseCarriage(deliveryText: string, random: Random): Carriage {
  if (deliveryText.startsWith('самовывоз')) {
    return random.chance(0.7)
      ? { isTracked: false, carrier: COLLECTED }
      : { isTracked: true, carrier: EXPRESS };
  }
  if (deliveryText.startsWith('транспортом поставщика')) {
    return random.chance(0.55)
      ? { isTracked: false, carrier: OWN_TRANSPORT }
      : { isTracked: true, carrier: FREIGHT };
  }
  return { isTracked: true, carrier: random.chance(0.5) ? EXPRESS : FREIGHT };
}
