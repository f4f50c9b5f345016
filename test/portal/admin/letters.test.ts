/** How letters go out of a running portal, and what the administrator sees of it. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { tellOfKey } from '#auth/letters/tell-of-key.ts';
import { startJobs } from '#portal/jobs/start-jobs.server.ts';
import { sendDueLetters } from '#portal/letters/send-letters.server.ts';
import type { PortalServices } from '#portal/portal-services.server.ts';
import type { Db } from '#prisma/client.ts';
import { aKey, signedInStaff } from '#test/support/builders.ts';
import { test as withDatabase } from '#test/support/db.ts';
import { ENGLISH, RUSSIAN } from '#test/support/desk-builders.ts';
import { aReachableCompany } from '#test/support/letters.ts';
import { openTestPortal } from '#test/support/portal.ts';
import { test } from '#test/support/portal-test.ts';
import { readMime } from '#test/support/read-mime.ts';
import { openSmtpServer } from '#test/support/smtp-server.ts';

const FROM = 'portal@seller.example';

/** Something happened to a key of a buyer: the letters to buyer and owner wait. */
async function lettersWait(db: Db, language: 'ru' | 'en' = 'en') {
  const { accountId, buyerId: holderId } = await aReachableCompany(db);
  await db.holder.updateMany({ data: { language } });
  const { id: keyId } = await aKey(db, { holderId, accountId, label: 'Blue' });
  const news = { kind: 'key_changed', change: 'lost', cause: 'staff' } as const;
  await db.$transaction((tx) => tellOfKey(tx, { keyId, news, at: new Date() }));
}

const filesOf = async ({ env }: PortalServices) => {
  const folder = join(env.dataDir, 'letters');
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
};

test('REG-25 without a mail server the jobs write each letter to a file, in its reader’s language', async ({
  portal: { services },
  db,
}) => {
  await lettersWait(db, 'ru');
  const jobs = startJobs(services);
  await vi.waitFor(async () => expect(await filesOf(services)).toHaveLength(2), { timeout: 20_000 });
  jobs.stop();
  const [mime = ''] = await filesOf(services);
  const { headers, text } = readMime(mime);
  expect(headers.get('subject')).toMatch(/^Брелок «Blue» объявлен утерянным: Demo person \S+ \(Brelok\)$/);
  expect(headers.get('from')).toBe('Brelok <no-reply@localhost>');
  expect(text).toContain('Даже если он найдётся, работать он не будет.');
  expect(text).toContain(`${services.env.origin}/my-key`);
});

withDatabase(
  'REG-25 with a mail server they go there, once, and the log never holds its password',
  async ({ db }) => {
    const server = await openSmtpServer({ login: { user: 'portal', password: 'hunter2' } });
    const MAIL_URL = `smtp://portal:hunter2@127.0.0.1:${server.port}`;
    const portal = await openTestPortal(db, { variables: { MAIL_URL, MAIL_FROM: FROM } });
    await lettersWait(db);
    expect(await sendDueLetters(portal.services)).toEqual({ sent: 2 });
    expect(await sendDueLetters(portal.services)).toEqual({ sent: 0 });
    expect(server.received.map(({ to }) => to.join()).toSorted()).toEqual([
      'buyer@works.example',
      'owner@works.example',
    ]);
    const { token } = await signedInStaff(db, 'administrator');
    const page = await portal.page('/admin/letters', { as: token, cookies: ENGLISH });
    expect(page).toContain('by the mail server');
    expect(page).not.toContain('hunter2');
    expect(JSON.stringify(await db.letter.findMany())).not.toContain('hunter2');
    await server.close();
    await portal.close();
  },
);

test('an administrator sees what waits and what did not leave, with its reason; in the demo also what letters say', async ({
  portal,
  db,
}) => {
  const { token } = await signedInStaff(db, 'administrator');
  const look = (cookies = ENGLISH) => portal.page('/admin/letters', { as: token, cookies });
  expect(await look()).toContain('No letters');
  await lettersWait(db);
  await db.letter.updateMany({
    where: { address: 'buyer@works.example' },
    data: { attempts: 8, lastError: 'address_refused' },
  });
  const page = await look();
  expect(page).toContain('a key stopped or removed');
  expect(page).toContain('the mail server does not know the address');
  expect(page).toContain('b…@w….example');
  expect(page).not.toContain('buyer@works.example');
  expect(page).toContain('It will never work again, even when it is found.');
  expect(await look(RUSSIAN)).toContain('почтовый сервер не знает такого адреса');
});

test('outside the demo nobody reads other people’s letters, and is told that files reach nobody', async ({
  portal,
  db,
}) => {
  portal.services.env.mode = 'production';
  await lettersWait(db);
  const { token } = await signedInStaff(db, 'administrator');
  const page = await portal.page('/admin/letters', { as: token, cookies: ENGLISH });
  expect(page).toContain('The letters reach nobody');
  expect(page).not.toContain('It will never work again');
  expect(await portal.page('/admin', { as: token, cookies: ENGLISH })).toContain('href="/admin/letters"');
});
