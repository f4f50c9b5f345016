import type { ReactNode } from 'react';
import type { SameWords } from '../lib/i18n.ts';
import { useWords } from '../ui/page-context.tsx';
import { Timeline } from '../ui/timeline.tsx';
import type { TimelineStep } from '../ui/timeline.tsx';
import { Day } from '../ui/when.tsx';
import type { OrderStep } from './order-timeline.ts';
import { shipmentsWords } from './words.ts';

type ShipmentStep = Extract<OrderStep, { kind: 'shipment' }>;
type RestStep = Extract<OrderStep, { kind: 'rest' }>;

/** The stations of an order down the edge of its page. */
export function OrderStations({ steps }: { steps: readonly OrderStep[] }) {
  const words = useWords(shipmentsWords);
  const stations = steps.map((step) => ({ ...toStation(step, words.steps), state: step.state }));
  return <Timeline label={words.timeline} steps={stations} />;
}

type StepWords = (typeof shipmentsWords)['en']['steps'];

function toStation(step: OrderStep, words: SameWords<StepWords>): Omit<TimelineStep, 'state'> {
  switch (step.kind) {
    case 'ordered':
      return { key: step.kind, title: words.ordered, when: <Day on={step.on} /> };
    case 'production':
      return { key: step.kind, title: words.production, detail: step.stage };
    case 'shipment':
      return {
        key: step.id,
        title: words.shipment(step.number),
        when: <ShipmentDays step={step} />,
        detail: <ShipmentDetail step={step} />,
      };
    case 'rest':
      return {
        key: step.kind,
        title: step.isFirst ? words.all : words.rest,
        when: <RestDay step={step} />,
        detail: step.daysMissed > 0 && <b>{words.missed(step.daysMissed)}</b>,
      };
    case 'confirmed':
    case 'shipped':
    case 'completed':
    case 'cancelled':
      return { key: step.kind, title: words[step.kind] };
  }
}

function ShipmentDays({ step }: { step: ShipmentStep }) {
  const words = useWords(shipmentsWords).days;
  if (step.shippedOn === null) return words.leaves;
  return <WordAndDay word={words.shipped} on={step.shippedOn} />;
}

function ShipmentDetail({ step }: { step: ShipmentStep }) {
  const words = useWords(shipmentsWords);
  const { deliveredOn, expectedOn, daysLate, tracking } = step;
  if (deliveredOn !== null) return <WordAndDay word={words.days.delivered} on={deliveredOn} />;
  return (
    <>
      {tracking && <div>{words.tracking[tracking]}</div>}
      {expectedOn && tracking !== 'delivered' && <WordAndDay word={words.days.expected} on={expectedOn} />}
      {daysLate > 0 && (
        <div>
          <b>{words.days.late(daysLate)}</b>
        </div>
      )}
    </>
  );
}

function RestDay({ step }: { step: RestStep }): ReactNode {
  const words = useWords(shipmentsWords);
  if (step.promisedOn === null) return words.steps.noPromise;
  return <WordAndDay word={words.days.promised} on={step.promisedOn} />;
}

function WordAndDay({ word, on }: { word: string; on: string }) {
  return (
    <>
      {word} <Day on={on} />
    </>
  );
}
