import { noteRead } from '../desk/note-read.server.ts';
import { guardedStream, isStaffSessionUnchanged } from '../http/guarded-stream.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { contentDisposition } from '../lib/content-disposition.ts';
import { onFromInstant } from '../lib/dates.ts';
import type { Route } from './+types/export-report.route';
import { recordCutReport, recordReportExport, reportCsv } from './export-report.server.ts';
import { parseReportFilter } from './report-filter.ts';

/** A report as a CSV file. That it was taken along is an event. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { services, trace, locale } = context;
  const { db, audit, company, log } = services;
  const now = services.now();
  const todayOn = onFromInstant(now, (await company.find()).timeZone);
  const filter = parseReportFilter(new URL(request.url).searchParams, todayOn);
  const { kind } = filter;
  await recordReportExport(db, audit, { actor, kind, trace, at: now });
  const noteAccount = (accountId: string) => noteRead(services, { actor, accountId, trace });
  const body = guardedStream(reportCsv(db, { actor, filter, now, todayOn, locale, noteAccount }), {
    isAllowed: () => isStaffSessionUnchanged(context, actor),
    onCut: () => recordCutReport(db, audit, { actor, kind, trace, at: services.now() }),
    onFault: (error) => log.error({ error }, 'an export that was cut short is not in the audit log'),
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': contentDisposition('attachment', `keys-${kind}-${todayOn}.csv`),
    },
  });
}
