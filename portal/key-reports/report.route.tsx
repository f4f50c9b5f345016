import { requireStaff } from '../http/guards.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { Route } from './+types/report.route';
import { findReport } from './find-report.server.ts';
import { REPORT_KINDS, parseReportFilter, reportHref } from './report-filter.ts';
import { ReportForm } from './report-form.tsx';
import { ReportTable } from './report-table.tsx';
import { keyReportsWords } from './words.ts';

/** Reports on the keys of the manager's own customers. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, company, ...services } = context.services;
  const now = services.now();
  const todayOn = onFromInstant(now, (await company.find()).timeZone);
  const params = new URL(request.url).searchParams;
  const filter = parseReportFilter(params, todayOn);
  const after = params.get('after');
  return {
    title: wordsIn(keyReportsWords, context.locale).title,
    filter,
    report: await findReport(db, { actor, filter, now, todayOn, after }),
    isFirstPage: after === null,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function KeyReports({ loaderData }: Route.ComponentProps) {
  const words = useWords(keyReportsWords);
  const { filter, report, isFirstPage } = loaderData;
  const { kind } = filter;
  const isLast = report.nextCursor === null;
  return (
    <>
      <PageTitle
        title={words.title}
        lead={words.leads[kind]}
        back={{ href: '/desk/stock', word: words.back }}
        actions={
          <LinkButton href={reportHref(filter, { path: '/desk/keys/reports/export' })}>
            {words.export}
          </LinkButton>
        }
      />
      <Tabs
        label={words.title}
        tabs={REPORT_KINDS.map((one) => ({
          href: `/desk/keys/reports?report=${one}`,
          word: words.kinds[one],
          isCurrent: one === kind,
        }))}
      />
      <ReportForm filter={filter} />
      <Sheet isFlush>
        {report.rows.length > 0 && <ReportTable report={report} caption={words.kinds[kind]} />}
        {report.rows.length === 0 && (
          <EmptyState icon="key" title={isLast ? words.none : words.noneHere}>
            {isLast ? words.noneText[kind] : words.noneHereText}
          </EmptyState>
        )}
      </Sheet>
      <Pager
        nextHref={isLast ? null : reportHref(filter, { after: report.nextCursor })}
        firstHref={isFirstPage ? null : reportHref(filter)}
      />
    </>
  );
}
