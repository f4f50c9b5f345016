import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import type { ShownStatus } from './order.ts';
import { ordersWords } from './words.ts';

const TONES: Readonly<Record<ShownStatus, Tone>> = {
  confirmed: 'quiet',
  in_progress: 'moving',
  partially_shipped: 'moving',
  shipped: 'moving',
  completed: 'good',
  cancelled: 'quiet',
};

export function OrderStatus({ status }: { status: ShownStatus }) {
  return <StatusMark tone={TONES[status]}>{useWords(ordersWords).statuses[status]}</StatusMark>;
}
