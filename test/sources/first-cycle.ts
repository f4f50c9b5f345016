/** The first cycle against a real server, with what it took. */
import type { SyncReport } from '#portal/connectors/pull/sync-source.server.ts';
import type { PullingPortal } from '#test/support/pulled-source.ts';

export const ORDERS = Number(process.env['SOURCES_ORDERS'] ?? '10000');

export async function tellFirstCycle(name: string, portal: PullingPortal): Promise<SyncReport> {
  const started = performance.now();
  const report = await portal.sync();
  const seconds = (performance.now() - started) / 1_000;
  const rows = Object.values(report.counts).reduce((sum, { added }) => sum + added, 0);
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(
    `${name}: ${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, ` +
      `peak memory ${Math.round(maxRSS / 1_024)} MB, ${portal.requestCount()} requests\n`,
  );
  return report;
}
