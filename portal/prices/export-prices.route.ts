import { guardedStream, isSessionUnchanged } from '../http/guarded-stream.server.ts';
import { requireClass } from '../http/guards.server.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import { contentDisposition } from '../lib/content-disposition.ts';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { Route } from './+types/export-prices.route';
import { priceCsv, recordCutExport, recordPriceExport } from './export-prices.server.ts';
import { parsePriceFilter } from './price-filter.ts';
import { pricesWords } from './words.ts';

/** The price list as a CSV file, narrowed as the page is that leads here. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'list-price');
  await requireWithinLimit(context, 'export', actor);
  const { services, trace, locale } = context;
  const { db, audit, company, log, now } = services;
  const on = onFromInstant(now(), (await company.find()).timeZone);
  const filter = parsePriceFilter(new URL(request.url).searchParams);

  await recordPriceExport(db, audit, { actor, trace, at: now() });
  const body = guardedStream(priceCsv(db, { actor, filter, on, locale }), {
    isAllowed: () => isSessionUnchanged(context, actor),
    onCut: () => recordCutExport(db, audit, { actor, trace, at: now() }),
    onFault: (error) => log.error({ error }, 'an export that was cut short is not in the audit log'),
  });
  const fileName = wordsIn(pricesWords, locale).csv.fileName(on);
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': contentDisposition('attachment', fileName),
    },
  });
}
