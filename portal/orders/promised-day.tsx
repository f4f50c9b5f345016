import { usePage, useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Day } from '../ui/when.tsx';
import { ordersWords } from './words.ts';

/** The day that was promised, and plainly when it has been missed. */
export function PromisedDay({ on, daysMissed }: { on: string | null; daysMissed: number }) {
  const words = useWords(ordersWords);
  const { format } = usePage();
  if (on === null) return null;
  if (daysMissed === 0) return <Day on={on} />;
  return (
    <span className="missed">
      <time dateTime={on}>{format.day(on)}</time>{' '}
      <StatusMark tone="bad">{words.missed(daysMissed)}</StatusMark>
    </span>
  );
}
