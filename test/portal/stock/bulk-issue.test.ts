/** ADM-04 on the pages: dry run, request, confirmation, and papers that go two ways. */
import { expect } from 'vitest';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import type { Db } from '#prisma/client.ts';
import { signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, aDesk } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { pdfPages } from '#test/support/pdf-text.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const PAGE = '/desk/stock/bulk-issue';

async function aFullDesk(portal: TestPortal, db: Db): Promise<Desk> {
  const desk = await aDesk(db);
  const line = { kind: 'fido2', modelName: null, batch: null, cost: null, cardNumber: null } as const;
  const lines = ['SN-1', 'SN-2'].map((serial) => ({ ...line, serial }));
  await receiveKeys(portal.services.auth, { lines, by: { kind: 'installation' } });
  return desk;
}

/** As the page that was shown sends it back. */
const listOf = ({ account, person }: Desk, serials: readonly string[]) =>
  JSON.stringify(serials.map((serial, index) => [index + 2, serial, account.number, person.name, '']));

async function upload(portal: TestPortal, { manager }: Desk, csv: string) {
  const form = new FormData();
  form.append('file', new Blob([csv], { type: 'text/csv' }), 'keys.csv');
  const body = Buffer.from(await new Response(form).arrayBuffer());
  const type = (await boundaryOf(body)) ?? '';
  const response = await fetch(`${portal.origin}${PAGE}`, {
    method: 'POST',
    body,
    headers: {
      cookie: `__Host-brelok-session=${manager.token}; __Host-brelok-locale=en`,
      origin: portal.origin,
      'sec-fetch-site': 'same-origin',
      'content-type': type,
    },
  });
  return { status: response.status, text: textOf(await response.text()) };
}

/** A multipart body begins with its boundary. */
function boundaryOf(body: Buffer): Promise<string | null> {
  const [first = ''] = body.toString('latin1').split('\r\n');
  return Promise.resolve(first.startsWith('--') ? `multipart/form-data; boundary=${first.slice(2)}` : null);
}

async function ask(portal: TestPortal, desk: Desk, serials: readonly string[], touch = true) {
  const list = listOf(desk, serials);
  const as = desk.manager;
  const form = { intent: 'ask', list, evidence: 'contract-address', reason: 'new shift' };
  const shown = await portal.request(PAGE, { as, cookies: ENGLISH, form: { ...form, reason: '' } });
  const planHash = /name="planHash" value="([^"]*)"/.exec(await shown.text())?.[1] ?? '';
  return portal.request(PAGE, { as, cookies: ENGLISH, form: { ...form, planHash }, touch });
}

async function confirm(portal: TestPortal, db: Db, path: string): Promise<void> {
  const as = await signedInStaff(db, 'administrator');
  const proposal = path.replace('/desk/stock/bulk-issue', '/admin/proposals');
  const seenHash = /name="seenHash" value="([^"]*)"/.exec(await portal.page(proposal, { as }))?.[1] ?? '';
  const answer = await portal.request(proposal, { as, form: { intent: 'approve', seenHash } });
  expect(answer.status).toBe(302);
}

test('ADM-04 a file is shown line by line as it would be issued, and every line in the way is named', async ({
  portal,
  db,
}) => {
  const desk = await aFullDesk(portal, db);
  const head = 'serial;customer;holder;order';
  const { number } = desk.account;
  const good = await upload(portal, desk, `${head}\nSN-1;${number};Anna Demo;\n`);
  expect([good.status, good.text]).toEqual([
    200,
    expect.stringContaining('1 to issue, 0 issued before, 0 refused'),
  ]);
  const bad = await upload(portal, desk, `${head}\nSN-1;${number};Nobody;\nSN-9;${number};Anna Demo;\n`);
  expect(bad.status).toBe(422);
  expect(bad.text).toContain('Line 2, SN-1: nobody of this customer has this name or address.');
  expect(bad.text).toContain('Line 3, SN-9: no such key lies in stock.');
  const lacking = await upload(portal, desk, `serial;customer\nSN-1;${number}\n`);
  expect([lacking.status, lacking.text]).toEqual([
    422,
    expect.stringContaining('lacks these columns: Holder'),
  ]);
  expect(await db.proposal.count()).toBe(0);
});

test('ADM-02 ADM-04 the list is asked for with a touch, confirmed by an administrator, and printed as two files', async ({
  portal,
  db,
}) => {
  const desk = await aFullDesk(portal, db);
  const as = desk.manager;
  await signedInStaff(db, 'administrator');
  expect((await ask(portal, desk, ['SN-1', 'SN-2'], false)).status).toBe(428);
  const path = ((await ask(portal, desk, ['SN-1', 'SN-2'])).headers.get('location') ?? '').replace(
    /\?.*/,
    '',
  );
  expect(path).toMatch(/^\/desk\/stock\/bulk-issue\//);
  expect((await portal.request(path, { as, form: { intent: 'make' } })).status).toBe(404);
  await confirm(portal, db, path);
  await db.key.updateMany({ where: { id: desk.keyId }, data: { activatedAt: null } });

  expect((await portal.request(path, { as, form: { intent: 'make' }, touch: false })).status).toBe(428);
  const made = await portal.request(path, { as, cookies: ENGLISH, form: { intent: 'make' } });
  const links = (/name="links" value="([^"]*)"/.exec(await made.text())?.[1] ?? '').replaceAll('&quot;', '"');
  const kept = JSON.parse(links) as [string, string, string][];
  expect(kept).toHaveLength(2);
  const print = async (paper: string) => {
    const response = await portal.request(`${path}/papers`, { as, cookies: ENGLISH, form: { paper, links } });
    expect(response.headers.get('content-type')).toBe('application/pdf');
    return pdfPages(new Uint8Array(await response.arrayBuffer())).map((page) => page.replaceAll(/\s/g, ''));
  };
  const [sheets, slips] = [(await print('sheets')).join(''), await print('slips')];
  expect(slips).toHaveLength(2);
  for (const [, token, code] of kept) {
    expect(sheets).toContain(token);
    expect(sheets).not.toContain(code);
    expect(slips.join('')).toContain(code);
    expect(slips.join('')).not.toContain(token);
  }
});

test('ADM-03 another manager neither reads the list nor prints its papers', async ({ portal, db }) => {
  const desk = await aFullDesk(portal, db);
  await signedInStaff(db, 'administrator');
  const path = ((await ask(portal, desk, ['SN-1'])).headers.get('location') ?? '').replace(/\?.*/, '');
  await confirm(portal, db, path);
  const made = await portal.request(path, { as: desk.manager, form: { intent: 'make' } });
  const links = (/name="links" value="([^"]*)"/.exec(await made.text())?.[1] ?? '').replaceAll('&quot;', '"');
  const stranger = await signedInStaff(db, 'account-manager');
  expect((await portal.request(path, { as: stranger })).status).toBe(404);
  expect((await portal.request(path, { as: stranger, form: { intent: 'make' } })).status).toBe(404);
  for (const paper of ['sheets', 'slips']) {
    const form = { paper, links };
    expect((await portal.request(`${path}/papers`, { as: stranger, form })).status).toBe(404);
    const broken = { paper, links: 'x' };
    expect((await portal.request(`${path}/papers`, { as: desk.manager, form: broken })).status).toBe(400);
  }
});

test('without a reason or what proves the hand-over nothing is asked for', async ({ portal, db }) => {
  const desk = await aFullDesk(portal, db);
  const list = listOf(desk, ['SN-1']);
  const form = { intent: 'ask', list, planHash: '0'.repeat(64) };
  const faults: [Record<string, string>, string][] = [
    [{ evidence: '', reason: 'x' }, 'Choose what proves'],
    [{ evidence: 'owner-confirmed', reason: 'x' }, 'Choose what proves'],
    [{ evidence: 'contract-address', reason: '' }, 'Write the reason.'],
    [{ evidence: 'contract-address', reason: 'x' }, 'The list means something else'],
  ];
  for (const [texts, sentence] of faults) {
    const answer = await portal.request(PAGE, {
      as: desk.manager,
      cookies: ENGLISH,
      form: { ...form, ...texts },
    });
    expect([answer.status, textOf(await answer.text())]).toEqual([422, expect.stringContaining(sentence)]);
  }
  const broken = { intent: 'ask', list: '[[1]]' };
  expect((await portal.request(PAGE, { as: desk.manager, form: broken })).status).toBe(400);
  expect(await db.proposal.count()).toBe(0);
});
