/** `bulk URL ADDRESS [full]`: one cycle, told with its memory as JSON, a line for each step of progress. */
import { createDb } from '#prisma/client.ts';
import { aPullingPortal } from '#test/support/pulled-source.ts';
import { BULK_MAPPING } from './bulk-source.ts';

const [url = '', address = '', full = ''] = process.argv.slice(2);
const db = createDb(url);
const portal = await aPullingPortal(db, { address, mapping: BULK_MAPPING });
const report = await portal.sync({
  isFull: full === 'full',
  onProgress: ({ phase, kind, rowsDone, rowsTotal }) => {
    const rssMb = Math.round(process.memoryUsage().rss / 1_048_576);
    process.stdout.write(`${JSON.stringify({ phase, kind, rowsDone, rowsTotal, rssMb })}\n`);
  },
});
process.stdout.write(`${JSON.stringify({ outcome: report.outcome, requests: portal.requestCount() })}\n`);
await db.$disconnect();
