/** A key without a PIN of its own, from the manager's desk to the tenth wrong PIN. */
import type { Page } from '@playwright/test';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import type { RunningPortal } from '../support/running-portal.ts';
import { findAccessibilityFaults } from '../support/page-audit.ts';
import { plugInKey } from '../support/virtual-key.ts';
import { PEOPLE } from '../support/people.ts';
import { enrol, expect, linkFor, openLink, signIn, test } from './portal-fixture.ts';

const PERSON = 'Зоя Закупкина';
const OWNER = 'Макар Станков';
const NUMBER = '407122981165';
const PIN = 'трамвай58';
const WRONG_PIN = 'трамвай59';
const TRIES = 10;

test('a key without a PIN of its own opens prices with its number and a PIN, and ten wrong PINs close it', async ({
  newPortal,
  page: holder,
  openBrowser,
}) => {
  test.setTimeout(120_000);
  const db = createDb(newPortal.databaseUrl);
  const manager = await openBrowser();
  const managersLink = newPortal.links['account-manager'];
  if (managersLink === undefined) throw new Error('no link was printed for a manager');
  await enrol(manager, managersLink);
  await signIn(manager, PEOPLE.manager.home);
  const link = await linkFor(newPortal, 'customer', PERSON);
  const keyId = await makeU2f(db);

  await test.step('its holder chooses a PIN and registers it', async () => {
    await plugInKey(holder, { isU2f: true });
    await openLink(holder, link);
    await typePins(holder, '12345678', '12345678');
    await expect(holder.getByText('ряд алфавита, цифр или соседних клавиш')).toBeVisible();
    await typePins(holder, PIN, `${PIN}0`);
    await expect(holder.getByText('ПИН-коды не совпали')).toBeVisible();
    await typePins(holder, PIN, PIN);
    await holder.waitForURL('**/sign-in/number?enrolled=yes');
  });

  await test.step('number and PIN open prices; the key signs nothing and opens no staff side', async () => {
    await signInByNumber(holder, PIN);
    await holder.waitForURL('**/home');
    await expect(holder.getByText('Открывает цены, без подписи').first()).toBeAttached();
    await holder.goto(`${newPortal.origin}/prices`);
    await expect(holder.getByRole('table').first()).toContainText('₽');
    expect((await holder.goto(`${newPortal.origin}/desk`))?.status()).toBe(403);
    await holder.goto(`${newPortal.origin}/home`);
  });

  await test.step('the manager asks for a new PIN, an owner confirms it and passes it on; it must be changed first', async () => {
    const owner = await openBrowser();
    await enrol(owner, await linkFor(newPortal, 'customer', OWNER));
    await signIn(owner, '/home');
    await askForNewPin(manager, { newPortal, keyId });
    const oneTimePin = await confirmNewPin(owner, newPortal);
    await holder.waitForURL('**/sign-in?reason=ended**');
    await holder.getByRole('link', { name: 'У моего брелока нет своего ПИН-кода' }).click();
    await signInByNumber(holder, oneTimePin);
    await holder.waitForURL('**/my-key/pin');
    expect(await findAccessibilityFaults(holder)).toEqual([]);
    await holder.getByLabel('ПИН-код сейчас').fill(oneTimePin);
    await holder.getByLabel('Новый ПИН-код', { exact: true }).fill(PIN);
    await holder.getByLabel('Новый ПИН-код ещё раз').fill(PIN);
    await holder.getByRole('button', { name: 'Сменить ПИН-код' }).click();
    await holder.waitForURL('**/home');
  });

  await test.step('every wrong PIN counts, the tenth suspends the key, the manager unlocks it', async () => {
    await holder.getByRole('button', { name: 'Выйти' }).first().click();
    await holder.waitForURL('**/sign-in?reason=signed-out');
    await holder.goto(`${newPortal.origin}/sign-in/number`);
    for (let failures = 1; failures <= TRIES; failures += 1) {
      await signInByNumber(holder, WRONG_PIN);
      await expect(holder.getByText('Это ничего не открыло')).toBeVisible();
      await expect.poll(() => failuresOf(db, keyId)).toBe(failures);
      await db.serverPin.update({ where: { keyId }, data: { blockedUntil: null } }); // as if they had waited
    }
    await signInByNumber(holder, PIN);
    await expect(holder.getByText('Это ничего не открыло')).toBeVisible();
    await manager.goto(`${newPortal.origin}/desk/keys/${keyId}`);
    await expect(manager.getByText('Десять неверных ПИН-кодов подряд').first()).toBeVisible();
    await manager.getByRole('link', { name: 'Разблокировать ПИН-код' }).click();
    expect(await findAccessibilityFaults(manager)).toEqual([]);
    await manager.getByLabel('Причина').fill('это была Зоя, видели лично');
    await manager.getByRole('button', { name: 'Разблокировать' }).click();
    await manager.waitForURL('**?done=unlock-pin');
    await signInByNumber(holder, PIN);
    await holder.waitForURL('**/home');
  });
  await db.$disconnect();
});

/** The newest key that waits is one without a PIN of its own. */
async function makeU2f(db: Db): Promise<string> {
  const { id } = await db.key.findFirstOrThrow({
    where: { status: 'assigned', holder: { name: PERSON } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  await db.key.update({ where: { id }, data: { kind: 'u2f', cardNumber: NUMBER }, select: { id: true } });
  return id;
}

async function failuresOf(db: Db, keyId: string): Promise<number> {
  return (await db.serverPin.findUniqueOrThrow({ where: { keyId } })).failures;
}

async function typePins(page: Page, pin: string, again: string): Promise<void> {
  await page.getByLabel('Ваш ПИН-код').fill(pin);
  await page.getByLabel('Тот же ПИН-код ещё раз').fill(again);
  await page.locator('#register').click();
}

async function signInByNumber(page: Page, pin: string): Promise<void> {
  await page.getByLabel('Номер на брелоке').fill('4071 2298 1165');
  await page.getByLabel('ПИН-код этого брелока').fill(pin);
  await page.locator('#sign-in').click();
}

async function askForNewPin(
  manager: Page,
  { newPortal, keyId }: { newPortal: RunningPortal; keyId: string },
): Promise<void> {
  await manager.goto(`${newPortal.origin}/desk/keys/${keyId}`);
  await manager.getByRole('link', { name: 'Попросить новый ПИН-код' }).click();
  expect(await findAccessibilityFaults(manager)).toEqual([]);
  await manager.getByLabel('Причина').fill('забыла, видели лично');
  await manager.getByRole('button', { name: 'Попросить новый ПИН-код' }).click();
  await manager.waitForURL('**?done=reset-pin');
}

async function confirmNewPin(owner: Page, newPortal: RunningPortal): Promise<string> {
  await owner.goto(`${newPortal.origin}/people`);
  await expect(owner.getByText(`Новый ПИН-код для брелока`)).toBeVisible();
  expect(await findAccessibilityFaults(owner)).toEqual([]);
  await owner.getByRole('button', { name: 'Подтвердить брелоком' }).click();
  return owner.locator('.claim-large').innerText();
}
