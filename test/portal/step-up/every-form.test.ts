/**
 * Files with several forms ask for a touch in each: every one is sent here, filled in and without the touch. In which
 * files there are several is counted, so that a call that disappears, or a form that is added, is noticed.
 */
import { expect } from 'vitest';
import { addDays, onFromInstant } from '#portal/lib/dates.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, signedInStaff } from '#test/support/builders.ts';
import type { SignedIn } from '#test/support/builders.ts';
import { aDesk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { sourceFiles } from '#test/support/source-files.ts';
import { aSource } from '#test/support/trade-builders.ts';

const EXCHANGE = '/admin/sources/exchange';
const TRACKING = '/admin/sources/tracking';
const DEPUTIES = '/desk/deputies';

type Form = Record<string, string>;
type Sent = { as: SignedIn; path: string; form: Form };

const NEW_PERSON: Form = {
  name: 'Vera Demo',
  position: '',
  email: '',
  phone: '',
  role: 'buyer',
  language: 'en',
};
const INBOX: Form = { intent: 'inbox', name: 'Demo inbox', carriers: 'Demo Express', networks: '' };
const CDEK: Form = {
  intent: 'cdek',
  name: 'Demo carrier',
  address: 'http://127.0.0.1:1/',
  account: 'demo',
  password: 'demo',
};
const CONNECT = '/admin/sources/connect';
const ASKED: Form = {
  intent: 'save',
  name: 'Demo ERP',
  preset: 'erpnext',
  address: 'http://127.0.0.1:1/',
  timeZone: 'UTC',
  everyMinutes: '15',
  auth: 'none',
};
const OPEN_EXCHANGE: Form = { intent: 'open', sourceName: 'Demo office', networks: '' };

/** One of each thing that the forms below change, made with a touch. */
async function everyForm(portal: TestPortal, db: Db): Promise<Sent[]> {
  // Tests run as the demo, which takes no real data.
  portal.services.env = { ...portal.services.env, mode: 'production' };
  const { manager, account } = await aDesk(db);
  const administrator = await signedInStaff(db, 'administrator');
  const deputy = await signedInStaff(db, 'account-manager');
  const other = await signedInStaff(db, 'account-manager');
  const joining = await aHolder(db);
  const outlet = await aSource(db);
  const todayOn = onFromInstant(new Date(), 'UTC');
  const leave = (holderId: string) => ({
    intent: 'name',
    holderId,
    fromOn: todayOn,
    toOn: addDays(todayOn, 7),
  });

  const make = async (sent: Sent) => {
    const { status } = await portal.request(sent.path, sent);
    expect([sent, status]).toEqual([sent, status < 400 ? status : 'made']);
  };
  await make({ as: administrator, path: EXCHANGE, form: { ...OPEN_EXCHANGE, sourceName: 'Another office' } });
  await make({ as: administrator, path: TRACKING, form: { ...INBOX, name: 'Another inbox' } });
  await make({ as: administrator, path: CONNECT, form: ASKED });
  await make({ as: manager, path: DEPUTIES, form: leave(deputy.holderId) });
  const { id: accessId } = await db.exchangeAccess.findFirstOrThrow();
  const { sourceId } = await db.trackingSource.findFirstOrThrow();
  const { id: deputyId } = await db.deputy.findFirstOrThrow();

  const of = (as: SignedIn, path: string, forms: Form[]) => forms.map((form) => ({ as, path, form }));
  return [
    ...of(manager, `/desk/customers/${account.id}/people/new`, [
      NEW_PERSON,
      { intent: 'join', holderId: joining.id, role: 'buyer' },
    ]),
    ...of(manager, DEPUTIES, [leave(other.holderId), { intent: 'end', deputyId }]),
    ...of(administrator, `/admin/staff/${manager.holderId}/deputies`, [
      leave(other.holderId),
      { intent: 'end', deputyId },
    ]),
    ...of(administrator, EXCHANGE, [
      OPEN_EXCHANGE,
      { intent: 'close', accessId },
      { intent: 'allow', accessId },
    ]),
    ...of(administrator, TRACKING, [
      CDEK,
      INBOX,
      { intent: 'rotate', sourceId, endsFormer: 'yes' },
      { intent: 'renew', sourceId, account: 'demo', password: 'demo' },
      { intent: 'close', sourceId },
    ]),
    ...of(administrator, CONNECT, [
      { ...ASKED, everyMinutes: '30' },
      { intent: 'begin', name: 'Demo ERP' },
    ]),
    ...of(administrator, `/admin/sources/${outlet.id}/orders`, [{ intent: 'save' }, { intent: 'close' }]),
  ];
}

test('AUT-19 SES-13 of a file with several forms each one is refused without the touch, and no row is changed', async ({
  portal,
  db,
}) => {
  const forms = await everyForm(portal, db);
  const before = await everything(db);
  for (const { as, path, form } of forms) {
    const { status } = await portal.request(path, { as, form, touch: false });
    expect([path, form, status]).toEqual([path, form, 428]);
    expect(await everything(db)).toEqual(before);
  }
});

/** How often a file asks for the touch, where it is not once. */
const SEVERAL: Readonly<Record<string, number>> = {
  'portal/admin/connect-source.route.tsx': 2,
  'portal/admin/exchange.route.tsx': 2, // its second stands for closing and for allowing
  'portal/admin/outlet/outlet.route.tsx': 2,
  'portal/admin/tracking/tracking.route.tsx': 5,
  'portal/deputies/change-deputies.server.ts': 2,
  'portal/desk/add-person.route.tsx': 2,
};

test('AUT-19 a file asks for the touch as often as it has forms that need one', () => {
  const asks = sourceFiles().map(({ path, text }) => {
    const times = text.match(/\bawait requireStepUp\(/g)?.length ?? 0;
    return [path, times] as const;
  });
  expect(Object.fromEntries(asks.filter(([, times]) => times > 1))).toEqual(SEVERAL);
});

/** What each request leaves behind, also one that changes nothing. */
const TRACES = /^(?:sqlite_|_prisma)|AuditEvent|AuditHead|Session|LimitUse|SpentChallenge/;

/** Every row that stands for something, of every table. */
async function everything(db: Db): Promise<Record<string, unknown>> {
  const tables = await db.$queryRaw<{ name: string }[]>`SELECT name FROM sqlite_master WHERE type = 'table'`;
  const rows: Record<string, unknown> = {};
  for (const { name } of tables.filter((table) => !TRACES.test(table.name)))
    rows[name] = await db.$queryRawUnsafe(`SELECT * FROM "${name}"`);
  rows['done'] = await db.auditEvent.count({ where: { result: 'ok' } });
  return rows;
}
