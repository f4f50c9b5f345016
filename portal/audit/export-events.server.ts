import { toSafeText } from '#auth/audit/safe-text.ts';
import type { Db } from '#prisma/client.ts';
import { CSV_START, csvLine } from '../lib/csv.ts';
import type { Locale } from '../lib/locale.ts';
import type { EventFilter } from './event-filter.ts';
import { findEvents } from './find-events.server.ts';
import { nameSubjects } from './name-subjects.server.ts';
import type { NamedEvent } from './name-subjects.server.ts';

const BATCH = 500;
/** Names stand in the log as ids and are read where they are kept: what a name may hold is not the log's to say. */
const LONGEST_CELL = 5_000;

export const EXPORT_COLUMNS = [
  'seq',
  'at',
  'type',
  'result',
  'reason',
  'actor_id',
  'actor',
  'account_id',
  'account',
  'holder_id',
  'holder',
  'key_id',
  'key',
  'session_id',
  'ip',
  'note',
  'details',
] as const;

export type ExportEvents = {
  filter: EventFilter;
  timeZone: string;
  locale: Locale;
  /** Asked between batches: an export stops as soon as its session may not read any more. */
  mayGoOn: () => Promise<boolean>;
};

/**
 * The events of a filter as a CSV file, newest first, a batch in memory at a time. Every cell is made harmless to
 * spreadsheets. A file that was cut short ends without its last line `end`.
 */
export async function* exportEvents(
  db: Db,
  { filter, timeZone, locale, mayGoOn }: ExportEvents,
): AsyncGenerator<string> {
  yield CSV_START + csvLine(EXPORT_COLUMNS, locale);
  let before: bigint | null = null;
  do {
    if (!(await mayGoOn())) return;
    const page = await findEvents(db, { filter, before, size: BATCH, timeZone });
    const named = await nameSubjects(db, page.events);
    yield named.map((event) => csvLine(cellsOf(event), locale)).join('');
    before = page.nextBefore;
  } while (before !== null);
  yield csvLine(['end'], locale);
}

function cellsOf(event: NamedEvent) {
  const { actor } = event;
  const safe = (text: string | null) => text && toSafeText(text, LONGEST_CELL);
  return [
    { decimal: event.seq.toString() },
    event.at.toISOString(),
    event.type,
    event.result,
    event.reason,
    event.actorId,
    actor.kind === 'person' ? safe(actor.name) : null,
    event.accountId,
    safe(event.accountName),
    event.holderId,
    safe(event.holderName),
    event.keyId,
    safe(event.keyLabel),
    event.sessionId,
    safe(event.ip),
    safe(event.note),
    event.detailsJson === '{}' ? null : safe(event.detailsJson),
  ];
}
