import { useWords } from '../ui/page-context.tsx';
import { Instant } from '../ui/when.tsx';
import { currentEvent, isTrouble } from './shipment.ts';
import type { TrackingEvent } from './shipment.ts';
import { shipmentsWords } from './words.ts';

/** What the carrier reported, the newest first; what is older than where it is now is folded away. */
export function TrackingEvents({ events }: { events: readonly TrackingEvent[] }) {
  const words = useWords(shipmentsWords).shipments;
  const current = currentEvent(events);
  const upToCurrent = current === null ? 0 : events.indexOf(current) + 1;
  const earlier = events.slice(upToCurrent);
  return (
    <div className="tracking">
      <EventList label={words.events} events={events.slice(0, upToCurrent)} />
      {earlier.length > 0 && (
        <details>
          <summary>{words.earlier(earlier.length)}</summary>
          <EventList label={words.events} events={earlier} />
        </details>
      )}
    </div>
  );
}

function EventList({ label, events }: { label: string; events: readonly TrackingEvent[] }) {
  const words = useWords(shipmentsWords).tracking;
  return (
    <ol className="events" aria-label={label} reversed>
      {events.map(({ id, occurredAt, status, rawText, city, country }) => (
        <li key={id} className={isTrouble(status) ? 'event-trouble' : undefined}>
          <span className="event-when">
            <Instant at={occurredAt} />
          </span>
          <span className="event-status">{words[status]}</span>
          <span className="soft">{[rawText, city, country].filter(Boolean).join(', ')}</span>
        </li>
      ))}
    </ol>
  );
}
