import { addDays } from '#portal/lib/dates.ts';
import type { Random } from '../random.ts';
import { addWorkdays } from '../workdays.ts';
import { chooseCarriage, type Carrier, type CarrierStep } from './carriers.ts';
import type { StoryEvent, StoryShipment } from './order-story.ts';
import type { PlannedShipment } from './plan-shipments.ts';

const SELLER_CITY = 'Демоград';
const HUB_CITY = 'Транзитск';
const DELAY_CHANCE = 0.06;
const MISSED_CHANCE = 0.05;
const ODD_CODE_CHANCE = 0.04;
const PREPARING_WORKDAYS = 2;

export type Carrying = {
  id: string;
  number: string;
  planned: PlannedShipment;
  deliveryText: string;
  city: string;
  untilOn: string;
};

/**
 * Tells how a planned shipment fared up to `untilOn`.
 * @returns null if it is not even being prepared yet.
 */
export function carryShipment(carrying: Carrying, random: Random): StoryShipment | null {
  const { id, number, planned, untilOn } = carrying;
  const carriage = chooseCarriage(carrying.deliveryText, random);
  const [low, high] = carriage.carrier.transitDays;
  const transitDays = random.between(low, high);
  const trouble = pickTrouble(carriage.isTracked, random);
  const expectedOn = addWorkdays(planned.shipOn, transitDays);
  const arrivesOn = addWorkdays(expectedOn, trouble === null ? 0 : trouble.days);
  const serial = random.between(1_000_000, 9_999_999);
  const events = carriage.isTracked
    ? trackEvents(
        carriage.carrier,
        { ...carrying, expectedOn, arrivesOn, trouble: trouble?.kind ?? null },
        random,
      )
    : [];
  if (planned.shipOn > addWorkdays(untilOn, PREPARING_WORKDAYS)) return null;

  const isShipped = planned.shipOn <= untilOn;
  const isDelivered = isShipped && arrivesOn <= untilOn;
  return {
    id,
    number,
    status: isDelivered ? 'delivered' : isShipped ? 'shipped' : 'preparing',
    carrierName: carriage.carrier.name,
    trackingNumber: carriage.isTracked ? `${carriage.carrier.prefix}${serial}` : null,
    shippedOn: isShipped ? planned.shipOn : null,
    expectedOn,
    deliveredOn: isDelivered ? arrivesOn : null,
    parts: planned.parts,
    events: isShipped ? events.filter(({ at }) => dayOf(at) <= untilOn) : [],
  };
}

type Trouble = { kind: 'delay' | 'missed'; days: number };

function pickTrouble(isTracked: boolean, random: Random): Trouble | null {
  if (!isTracked) return null;
  if (random.chance(DELAY_CHANCE)) return { kind: 'delay', days: random.between(2, 4) };
  return random.chance(MISSED_CHANCE) ? { kind: 'missed', days: 1 } : null;
}

type Journey = Carrying & { expectedOn: string; arrivesOn: string; trouble: Trouble['kind'] | null };

/** The carrier's events in the order in which they happened, from the label to the hand-over. */
function trackEvents(carrier: Carrier, journey: Journey, random: Random): StoryEvent[] {
  const { planned, expectedOn, arrivesOn, city, trouble } = journey;
  const { steps } = carrier;
  const nextOn = addDays(planned.shipOn, 1);
  const terminalOn = nextOn < arrivesOn ? nextOn : planned.shipOn;
  const event = (step: CarrierStep, on: string, hour: number, place: string): StoryEvent => ({
    at: moscowTime(on, hour, random.between(0, 59)),
    status: step.status,
    rawCode: step.code,
    rawText: step.text,
    city: place,
  });
  return [
    event(steps.label, planned.shipOn, 9, SELLER_CITY),
    event(steps.pickUp, planned.shipOn, 14, SELLER_CITY),
    event(steps.leave, planned.shipOn, 20, SELLER_CITY),
    ...(random.chance(ODD_CODE_CHANCE) ? [event(steps.odd, planned.shipOn, 21, HUB_CITY)] : []),
    event(steps.terminal, terminalOn, 22, HUB_CITY),
    ...(trouble === 'delay' ? [event(carrier.trouble.delay, nextOn, 23, HUB_CITY)] : []),
    ...(trouble === 'missed'
      ? [event(steps.out, expectedOn, 9, city), event(carrier.trouble.missed, expectedOn, 17, city)]
      : []),
    event(steps.out, arrivesOn, 9, city),
    event(steps.done, arrivesOn, random.between(11, 18), city),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

/** Moscow keeps UTC+3 all year. */
function moscowTime(on: string, hour: number, minute: number): Date {
  const clock = `${hour.toString().padStart(2, '0')}:${minute.toString().padStart(2, '0')}`;
  return new Date(`${on}T${clock}:00+03:00`);
}

function dayOf(at: Date): string {
  return new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10);
}
