import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import { daysOverdue } from './invoice.ts';
import type { Invoice, InvoiceStatus as Status } from './invoice.ts';
import { invoicesWords } from './words.ts';

const TONES: Readonly<Record<Status, Tone>> = {
  open: 'quiet',
  partly_paid: 'moving',
  paid: 'good',
  cancelled: 'quiet',
};

/** How an invoice stands, and plainly when it is overdue. */
export function InvoiceStatus({ invoice, todayOn }: { invoice: Invoice; todayOn: string }) {
  const words = useWords(invoicesWords);
  const days = daysOverdue(invoice, todayOn);
  if (days > 0) return <StatusMark tone="bad">{words.overdue(days)}</StatusMark>;
  return <StatusMark tone={TONES[invoice.status]}>{words.statuses[invoice.status]}</StatusMark>;
}
