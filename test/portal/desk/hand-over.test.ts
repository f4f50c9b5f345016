import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { ENGLISH, aDesk } from '#test/support/desk-builders.ts';
import { pdfPages } from '#test/support/pdf-text.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';

const STOP_CODE = /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}/;

/** A key that was issued just now, with the two forms of the page that says so. */
async function anIssuedPage(portal: TestPortal, db: Db) {
  const desk = await aDesk(db);
  const path = `/desk/customers/${desk.account.id}/issue-key?request=${randomUUID()}`;
  const key = { label: 'Green', serial: 'SN-42', kind: 'fido2', evidence: 'seen-in-person' };
  const form = { person: desk.person.id, ...key };
  const page = await (await portal.request(path, { as: desk.manager, cookies: ENGLISH, form })).text();
  const token = /name="token" value="([\w-]{43})"/.exec(page)?.[1] ?? '';
  const claimCode = /name="claimCode" value="([\w-]+)"/.exec(page)?.[1] ?? '';
  const keyPath = /action="(\/desk\/keys\/[\w-]+)\/hand-over-sheet"/.exec(page)?.[1] ?? '';
  return { desk, token, claimCode, keyPath };
}

async function pdfOf(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return pdfPages(new Uint8Array(await response.arrayBuffer())).join('\n');
}

test('REG-01 the page that shows a link prints the sheet without the code, and the slip with it', async ({
  portal,
  db,
}) => {
  const { desk, token, claimCode, keyPath } = await anIssuedPage(portal, db);
  const as = desk.manager;
  const sheet = await pdfOf(await portal.request(`${keyPath}/hand-over-sheet`, { as, form: { token } }));
  expect(sheet).toContain('Anna Demo');
  expect(sheet).toMatch(STOP_CODE);
  expect(sheet.replaceAll('\n', '')).toContain(token);
  expect(sheet).not.toContain(claimCode);

  const form = { token, claimCode };
  const slip = await pdfOf(await portal.request(`${keyPath}/claim-slip`, { as, form }));
  expect(slip).toContain(claimCode);
  expect(slip.replaceAll('\n', '')).not.toContain(token);
});

test('REC-02 each sheet carries its own stop code', async ({ portal, db }) => {
  const { desk, token, keyPath } = await anIssuedPage(portal, db);
  const print = async () =>
    STOP_CODE.exec(
      await pdfOf(await portal.request(`${keyPath}/hand-over-sheet`, { as: desk.manager, form: { token } })),
    )?.[0];
  expect(await print()).not.toBe(await print());
});

test('a wrong link prints nothing, and neither does a code that is none', async ({ portal, db }) => {
  const { desk, token, keyPath } = await anIssuedPage(portal, db);
  const as = desk.manager;
  for (const wrong of ['', 'x'.repeat(43)]) {
    const form = { token: wrong, claimCode: '8M4K-77QZ' };
    for (const paper of ['hand-over-sheet', 'claim-slip']) {
      expect((await portal.request(`${keyPath}/${paper}`, { as, form })).status).toBe(404);
    }
  }
  const form = { token, claimCode: '<script>' };
  expect((await portal.request(`${keyPath}/claim-slip`, { as, form })).status).toBe(400);
  expect(await db.auditEvent.count({ where: { type: 'stop_code_made' } })).toBe(0);
});

test('a key is sent with its way and number, which its history shows', async ({ portal, db }) => {
  const { desk, keyPath } = await anIssuedPage(portal, db);
  const as = desk.manager;
  const wrong = await portal.request(`${keyPath}/ship`, { as, form: { way: 'pigeon', tracking: '' } });
  expect(wrong.status).toBe(422);
  const form = { way: 'courier', tracking: 'CD-77' };
  const sent = await portal.request(`${keyPath}/ship`, { as, form });
  expect(sent.headers.get('location')).toBe(`${keyPath}?done=ship`);
  const page = await portal.page(keyPath, { as, cookies: ENGLISH });
  expect(page).toMatch(/By courier\s*(?:<!-- -->)?\s*<q>CD-77<\/q>/);
  expect((await portal.request(`${keyPath}/ship`, { as, form })).status).toBe(409);
});

test('REC-03 the history of a key says how it was made sure who gets it', async ({ portal, db }) => {
  const { desk, keyPath } = await anIssuedPage(portal, db);
  const page = await portal.page(keyPath, { as: desk.manager, cookies: ENGLISH });
  expect(page).toContain('Handed over in person, identity document seen');
});
