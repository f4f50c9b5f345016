import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findOutgoingFiles, writeKeyDiscounts } from '#portal/loyalty/write-key-discounts.server.ts';
import type { DiscountTerms } from '#portal/loyalty/discount-draft.ts';
import { test as withDatabase } from '#test/support/db.ts';
import { aDiscount, aSource, aTiedAccount } from '#test/support/loyalty-builders.ts';
import type { Db } from '#prisma/client.ts';

const test = withDatabase.extend<{ folder: string }>({
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-outgoing-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

test('the ERP reads each active discount with the counterparty and the key that carries it', async ({
  db,
  folder,
}) => {
  const source = await aSource(db, 'file-drop', 'Demo ERP');
  const account = await aTiedAccount(db, source.id);
  const { id } = await carried(db, account, { currency: 'RUB', maxAmountMinor: 12_345n, sku: 'A-1' });
  await writeKeyDiscounts(db, folder);

  const [head, line, ...rest] = await linesOf(join(folder, 'outgoing/Demo ERP/key-discounts.csv'));
  expect(head).toBe(
    'counterparty,tax_id,account,key,discount,name,percent,fixed_price,currency,goods_group,sku,valid_from,valid_to,limit,tied_at',
  );
  expect(line).toBe(
    `${account.counterpartyExternalId},7700000000,${account.number},${account.keyId},${id},Autumn,7.50,,RUB,,A-1,2026-11-01,,123.45,2026-11-22T12:00:00.000Z`,
  );
  expect(rest).toEqual([]);
});

test('a name that a spreadsheet would run as a formula is made harmless', async ({ db, folder }) => {
  const account = await aTiedAccount(db, (await aSource(db, 'file-drop', 'Demo')).id);
  await carried(db, account, { name: '=HYPERLINK("x")' });
  await writeKeyDiscounts(db, folder);
  const [, line] = await linesOf(join(folder, 'outgoing/Demo/key-discounts.csv'));
  expect(line).toContain(`"'=HYPERLINK(""x"")"`);
});

test('drafts, ended discounts and those taken off are not handed over', async ({ db, folder }) => {
  const account = await aTiedAccount(db, (await aSource(db, 'file-drop', 'Demo')).id);
  await carried(db, account, {}, 'draft');
  await carried(db, account, {}, 'ended');
  await carried(db, account, {});
  await db.keyDiscount.updateMany({
    where: { discount: { status: 'active' } },
    data: { untiedAt: new Date() },
  });
  await writeKeyDiscounts(db, folder);
  expect(await linesOf(join(folder, 'outgoing/Demo/key-discounts.csv'))).toHaveLength(1);
});

test('a source hears only of its own customers, and a kind that takes nothing gets no file', async ({
  db,
  folder,
}) => {
  const [one, other] = [await aSource(db, 'file-drop', 'One'), await aSource(db, 'file-drop', 'Other')];
  await aSource(db, 'commerceml', 'Deaf');
  const account = await aTiedAccount(db, one.id);
  await carried(db, account, {});
  await writeKeyDiscounts(db, folder);
  expect(await readdir(join(folder, 'outgoing'))).toEqual(['One', 'Other']);
  expect(await linesOf(join(folder, `outgoing/One/key-discounts.csv`))).toHaveLength(2);
  expect(await linesOf(join(folder, `outgoing/${other.name}/key-discounts.csv`))).toHaveLength(1);
});

test('a source whose name would lead out of the folder is called by its id', async ({ db, folder }) => {
  const source = await aSource(db, 'file-drop', '../../etc');
  expect(await findOutgoingFiles(db)).toEqual([
    { source: '../../etc', path: `outgoing/${source.id}/key-discounts.csv` },
  ]);
  await writeKeyDiscounts(db, folder);
  expect(await readdir(join(folder, 'outgoing'))).toEqual([source.id]);
});

test('writing again changes nothing and leaves no other file behind', async ({ db, folder }) => {
  await aTiedAccount(db, (await aSource(db, 'file-drop', 'Demo')).id);
  await writeKeyDiscounts(db, folder);
  const path = join(folder, 'outgoing/Demo/key-discounts.csv');
  const before = await stat(path);
  await writeKeyDiscounts(db, folder);
  expect((await stat(path)).ino).toBe(before.ino);
  expect(await readdir(join(folder, 'outgoing/Demo'))).toEqual(['key-discounts.csv']);
});

async function carried(
  db: Db,
  account: { id: string; keyId: string },
  terms: Partial<DiscountTerms>,
  status = 'active',
): Promise<{ id: string }> {
  const discount = await aDiscount(db, { ...terms, status });
  await db.keyDiscount.create({
    data: {
      discountId: discount.id,
      accountId: account.id,
      keyId: account.keyId,
      tiedById: 'demo-officer',
      tiedAt: new Date('2026-11-22T12:00:00.000Z'),
    },
    select: { id: true },
  });
  return discount;
}

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  return text
    .replace('\uFEFF', '')
    .split('\r\n')
    .filter((line) => line !== '');
}
