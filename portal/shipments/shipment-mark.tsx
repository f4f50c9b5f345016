import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import type { ShipmentStatus } from './shipment.ts';
import { shipmentsWords } from './words.ts';

const TONES: Readonly<Record<ShipmentStatus, Tone>> = {
  preparing: 'quiet',
  shipped: 'moving',
  delivered: 'good',
  returned: 'watch',
  cancelled: 'quiet',
};

export function ShipmentMark({ status }: { status: ShipmentStatus }) {
  return <StatusMark tone={TONES[status]}>{useWords(shipmentsWords).statuses[status]}</StatusMark>;
}
