/** `pull URL ADDRESS HOURS`: one cycle of the emulated Odoo, so many hours after noon, saying how far it is, a line each page. */
import { ODOO } from '#portal/connectors/presets/odoo.ts';
import { createDb } from '#prisma/client.ts';
import { aPullingPortal } from '#test/support/pulled-source.ts';

const [url = '', address = '', hours = '0'] = process.argv.slice(2);
const db = createDb(url);
const portal = await aPullingPortal(db, {
  address,
  mapping: { ...ODOO, paging: { by: 'keyset', size: 10 } },
});
portal.pass(Number(hours) * 60);
const report = await portal.sync({
  onProgress: ({ phase, kind, rowsDone }) => process.stdout.write(`${phase} ${kind} ${rowsDone};\n`),
});
process.stdout.write(`${report.outcome}\n`);
await db.$disconnect();
